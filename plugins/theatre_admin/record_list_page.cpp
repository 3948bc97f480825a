#include "record_list_page.hpp"

#include "record_cells.hpp"
#include "record_list_filters.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

// What is read in one transaction.
struct RecordListPage::Found {
  json rows;
  json filters;
  json active;
  ListCount count;
  std::optional<ListCursor> previous, next;
};

namespace {

std::string list_url(const AdminResource& resource, const ListQuery& query) {
  return with_parameters(address_of(resource), parameters_of(query));
}

std::string place_url(const AdminResource& resource, const ListQuery& query, const char* side,
                      const std::optional<ListCursor>& place) {
  if (!place) return {};
  auto parameters = parameters_of(query);
  parameters.emplace_back(side, place->text(query.order));
  return with_parameters(address_of(resource), parameters);
}

std::string ordered_url(const AdminResource& resource, const ListQuery& query, const ListOrder& order) {
  auto ordered = query;
  ordered.order = order;
  ordered.chosen_order = true;
  return list_url(resource, ordered);
}

// A link that sorts by this column, upwards first.
json header(const AdminResource& resource, const ListQuery& query, const AdminField* field, const Text& label) {
  json data{{"label", label}};
  if (!field || !field->sortable) return data;
  const bool sorted = query.order.field == field;
  data["url"] = ordered_url(resource, query, {field, sorted && !query.order.descending});
  if (sorted) {
    data["sorted"] = query.order.descending ? "descending" : "ascending";
    data["arrow"] = query.order.descending ? "▼" : "▲";
  }
  return data;
}

json headers(const AdminResource& resource, const ListQuery& query, const std::vector<const AdminField*>& cells) {
  const auto* named = title_field(resource);
  auto all = json::array({header(resource, query, named, named ? named->label : resource.one)});
  for (const auto* field : cells) all.push_back(header(resource, query, field, field->label));
  return all;
}

json orders(const AdminResource& resource, const ListQuery& query) {
  auto all = json::array();
  const auto add = [&](const AdminField* field, bool descending, const json& label) {
    const ListOrder order{field, descending};
    const bool chosen = query.order.field == field && query.order.descending == descending;
    all.push_back({{"value", order.text()}, {"label", label}, {"arrow", descending ? "▼" : "▲"}, {"chosen", chosen}});
  };
  for (const auto& field : resource.fields) {
    if (!field.sortable) continue;
    add(&field, false, field.label);
    add(&field, true, field.label);
  }
  add(nullptr, true, _("Number"));
  add(nullptr, false, _("Number"));
  return all;
}

json columns(const AdminResource& resource, const ListQuery& query) {
  auto all = json::array();
  const auto* named = title_field(resource);
  for (const auto& field : resource.fields) {
    if (&field == named) continue;
    const bool chosen = std::find(query.columns.begin(), query.columns.end(), &field) != query.columns.end();
    all.push_back({{"name", field.name}, {"label", field.label}, {"chosen", chosen}});
  }
  return all;
}

// What can be done with chosen records: an export always, the rest for those who may write.
json actions(const AdminResource& resource, const Visitor& visitor) {
  auto all = json::array();
  if (may_write(resource, visitor)) {
    for (const auto& action : resource.actions) {
      if (action.for_many) all.push_back({{"value", action.name}, {"label", action.label}});
    }
    if (resource.may_remove) all.push_back({{"value", "delete"}, {"label", _("Delete")}});
  }
  all.push_back({{"value", "export.csv"}, {"label", _("Export as CSV")}});
  all.push_back({{"value", "export.xlsx"}, {"label", _("Export as XLSX")}});
  return all;
}

Text words(const ListCount& count) {
  switch (count.kind) {
    case ListCount::Kind::Many: return _("1,000+ records");
    case ListCount::Kind::AtLeast: return plural("At least {count} record", "At least {count} records", count.number);
    case ListCount::Kind::Exact: break;
  }
  return plural("{count} record", "{count} records", count.number);
}

std::vector<const AdminField*> cell_fields(const AdminResource& resource, const ListQuery& query) {
  auto fields = query.columns;
  std::erase(fields, title_field(resource));
  return fields;
}

void add_links(json& data, const AdminResource& resource, const ListQuery& query, const Visitor& visitor) {
  const auto path = address_of(resource);
  const auto parameters = parameters_of(query);
  const bool creates = resource.may_create && may_write(resource, visitor);
  data["list_url"] = path;
  data["selection_url"] = with_parameters(path + "/selection", parameters);
  data["csv_url"] = with_parameters(path + "/export.csv", parameters);
  data["xlsx_url"] = with_parameters(path + "/export.xlsx", parameters);
  data["pages"] = json::array();
  for (const auto& link : resource.links) data["pages"].push_back({{"label", link.label}, {"url", link.url}});
  if (creates) data["new_url"] = path + "/new";
  if (creates || (resource.may_change && may_write(resource, visitor))) data["import_url"] = path + "/import";
}

}  // namespace

RecordListPage::Found RecordListPage::find(Transaction& tx, const AdminResource& resource, const ListQuery& query,
                                           const Visitor& visitor, const std::string& zone) const {
  const auto fields = cell_fields(resource, query);
  auto records = parts_.lists.page(tx, resource, query, fields, kPage + 1);
  const bool more = records.size() > static_cast<std::size_t>(kPage);
  if (more) records.erase(query.backwards ? records.begin() : std::prev(records.end()));
  Found found;
  const ReferenceTitles titles(tx, parts_.admin, visitor, fields, records);
  found.rows = row_data(resource, fields, records, titles, zone);
  found.filters = filter_data(tx, parts_, resource, query, visitor);
  found.active = active_filter_data(tx, parts_, resource, query, visitor);
  found.count = parts_.lists.count(tx, resource, query);
  if (records.empty()) return found;
  if (query.backwards ? more : query.cursor.has_value()) found.previous = ListCursor::at(records.front(), query.order);
  if (query.backwards || more) found.next = ListCursor::at(records.back(), query.order);
  return found;
}

Response RecordListPage::show(const AdminResource& resource, const Request& request, const Visitor& visitor) const {
  require_reading(resource, visitor);
  const auto zone = parts_.zone();
  const auto query = parse_list_query(resource, request.query(), zone);
  auto found = parts_.database.read([&](Transaction& tx) { return find(tx, resource, query, visitor, zone); });
  json data{{"label", resource.label},
            {"q", query.search},
            {"searchable", ListSearch::is_searchable(resource)},
            {"filters", std::move(found.filters)},
            {"active", std::move(found.active)},
            {"columns", columns(resource, query)},
            {"orders", orders(resource, query)},
            {"headers", headers(resource, query, cell_fields(resource, query))},
            {"rows", std::move(found.rows)},
            {"actions", actions(resource, visitor)},
            {"count", words(found.count)},
            {"previous", place_url(resource, query, "before", found.previous)},
            {"next", place_url(resource, query, "after", found.next)},
            {"first", query.cursor ? list_url(resource, query) : ""},
            {"narrowed", !query.search.empty() || !query.filters.empty()}};
  add_links(data, resource, query, visitor);
  return parts_.frame.render("theatre_admin/record_list", std::move(data), visitor, address_of(resource));
}

}  // namespace theatre_admin
