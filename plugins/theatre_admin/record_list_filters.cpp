#include "record_list_filters.hpp"

#include <algorithm>

#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>

#include "choice_data.hpp"
#include "record_cells.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;
using Relation = ListFilter::Relation;

namespace {

constexpr int kMostOffered = 100;  // records of a select; beyond that they are chosen by their number

std::string given(const ListQuery& query, const std::string& parameter) {
  for (const auto& filter : query.filters) {
    if (filter.parameter == parameter) return filter.text;
  }
  return {};
}

json edge(const AdminField& field, const ListQuery& query, const char* name) {
  const auto parameter = field.name + "." + name;
  const auto value = given(query, parameter);
  const bool has_time = field.kind == AdminKind::Moment && value.find('T') != std::string::npos;
  return {{"parameter", parameter},
          {"value", value},
          {"type", field.kind == AdminKind::Number ? "number"
                   : has_time                      ? "datetime-local"
                                                   : "date"}};
}

json range(const AdminField& field, const ListQuery& query) {
  return {{"label", field.label}, {"from", edge(field, query, "from")}, {"to", edge(field, query, "to")}};
}

json select(const AdminField& field, json choices) {
  choices.insert(choices.begin(), choice("", _("Any"), "nothing"));
  return {{"label", field.label}, {"parameter", field.name}, {"choices", std::move(choices)}};
}

// The other resource's records in its own order; null where they are too many.
json records(Transaction& tx, const RecordListParts& parts, const AdminResource& other, const std::string& chosen) {
  const auto query = parse_list_query(other, Form(), parts.zone());
  const auto found = parts.lists.page(tx, other, query, {}, kMostOffered + 1);
  if (found.size() > static_cast<std::size_t>(kMostOffered)) return nullptr;
  auto all = json::array();
  for (const auto& record : found) all.push_back(choice(std::to_string(id_of(record)), title_of(record), chosen));
  return all;
}

json reference(Transaction& tx, const RecordListParts& parts, const AdminField& field, const ListQuery& query,
               const Visitor& visitor) {
  const auto chosen = given(query, field.name);
  const auto* other = ReferenceTitles::resource_of(parts.admin, visitor, field);
  auto offered = other ? records(tx, parts, *other, chosen) : json();
  if (!offered.is_null()) return select(field, std::move(offered));
  return {{"label", field.label}, {"parameter", field.name}, {"value", chosen}, {"number", true}};
}

json filter(Transaction& tx, const RecordListParts& parts, const AdminField& field, const ListQuery& query,
            const Visitor& visitor) {
  const auto chosen = given(query, field.name);
  switch (field.kind) {
    case AdminKind::Number:
    case AdminKind::Moment:
    case AdminKind::Date: return range(field, query);
    case AdminKind::Flag:
      return select(field, json::array({choice("yes", _("yes"), chosen), choice("no", _("no"), chosen)}));
    case AdminKind::Choice:
    case AdminKind::Choices: return select(field, choices(field, chosen));
    case AdminKind::Reference:
    case AdminKind::References: return reference(tx, parts, field, query, visitor);
    default: return nullptr;
  }
}

json words(const ListFilter& filter, const ReferenceTitles& titles, const std::string& zone) {
  switch (filter.field->kind) {
    case AdminKind::Flag: return filter.text == "yes" ? _("yes") : _("no");
    case AdminKind::Choice:
    case AdminKind::Choices: return choice_label(*filter.field, filter.text);
    case AdminKind::Reference:
    case AdminKind::References:
      return titles.title(*filter.field, std::get<long long>(filter.value)).value_or("#" + filter.text);
    default: break;
  }
  if (!is_date(filter.text)) return filter.text;
  const auto noon = time_from_local(filter.text + "T12:00", zone);
  return noon ? moment(*noon, MomentStyle::Date) : json(filter.text);
}

}  // namespace

json filter_data(Transaction& tx, const RecordListParts& parts, const AdminResource& resource, const ListQuery& query,
                 const Visitor& visitor) {
  auto all = json::array();
  for (const auto& field : resource.fields) {
    if (!field.filterable) continue;
    if (auto data = filter(tx, parts, field, query, visitor); !data.is_null()) {
      data["id"] = "filter_" + std::to_string(all.size());
      all.push_back(std::move(data));
    }
  }
  return all;
}

json active_filter_data(Transaction& tx, const RecordListParts& parts, const AdminResource& resource,
                        const ListQuery& query, const Visitor& visitor) {
  std::vector<const AdminField*> fields;
  Record chosen;
  for (const auto& filter : query.filters) {
    if (!is_reference(*filter.field)) continue;
    fields.push_back(filter.field);
    chosen[filter.field->name] = std::get<long long>(filter.value);
  }
  const ReferenceTitles titles(tx, parts.admin, visitor, fields, {chosen});
  auto all = json::array();
  for (std::size_t i = 0; i < query.filters.size(); ++i) {
    const auto& filter = query.filters[i];
    auto without = query;
    without.filters.erase(without.filters.begin() + static_cast<std::ptrdiff_t>(i));
    all.push_back({{"label", filter.field->label},
                   {"text", words(filter, titles, parts.zone())},
                   {"url", with_parameters(address_of(resource), parameters_of(without))}});
    if (filter.relation != Relation::Is) {
      all.back()["relation"] = filter.relation == Relation::From ? _("from") : _("to");
    }
  }
  return all;
}

}  // namespace theatre_admin
