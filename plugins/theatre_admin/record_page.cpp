#include "record_page.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>
#include <callboard/moment.hpp>

#include "record_history.hpp"
#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kHistory = 50;
constexpr std::size_t kChildren = 10;

json fields_data(const EditingParts& parts, Transaction& tx, const AdminResource& resource, const Record& record) {
  auto values = parts.values(tx);
  auto fields = json::array();
  for (const auto& field : resource.fields) {
    json data{{"label", field.label}};
    if (field.kind == AdminKind::Picture) {
      data["picture"] = picture_address(resource, record, field);
    } else if (field.kind == AdminKind::LongText) {
      data["lines"] = plain_text(record[field.name]);
    } else {
      data["words"] = values.to_words(field, record[field.name]);
    }
    fields.push_back(std::move(data));
  }
  return fields;
}

json actions_data(const AdminResource& resource, const Record& record) {
  auto actions = json::array();
  for (const auto& action : resource.actions) {
    if (action.offered && !action.offered(record)) continue;
    const bool asks = !action.question.empty() || !action.fields.empty();
    actions.push_back({{"url", address_of(resource, id_of(record)) + "/" + action.name},
                       {"label", action.label},
                       {"style", action.danger ? "btn-outline-danger" : "btn-outline-secondary"},
                       {asks ? "asks" : "at_once", true}});
  }
  return actions;
}

const AdminField* time_field(const AdminResource& resource) {
  const auto& fields = resource.fields;
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [](const auto& field) { return field.kind == AdminKind::Moment && field.listed; });
  return found == fields.end() ? nullptr : &*found;
}

// When it is or was, where records of that kind have a time.
json time_of(const AdminResource& resource, const Record& record) {
  const auto* field = time_field(resource);
  if (!field || !record[field->name].is_number()) return "";
  return moment(Time(std::chrono::microseconds(record[field->name].get<std::int64_t>())));
}

std::vector<Record> first_children(Transaction& tx, const AdminResource& other, const AdminField& field,
                                   std::int64_t id) {
  const long long number = id;
  std::vector<const AdminField*> fields;
  if (const auto* time = time_field(other)) fields.push_back(time);
  const auto limit = " ORDER BY t.id DESC LIMIT " + std::to_string(kChildren + 1);
  if (!field.filter_sql.empty()) {
    return SqlRecords::select(tx, other, fields, " AND (" + field.filter_sql + ")" + limit, {{"value", number}});
  }
  return SqlRecords::select(tx, other, fields, " AND " + expression(field) + " = :value" + limit, {{"value", number}});
}

// `number` is what a form sends for the record with this id.
json child_data(Transaction& tx, const Visitor& visitor, const AdminResource& other, const AdminField& field,
                std::int64_t id, const std::string& number) {
  const auto query = "?" + field.name + "=" + std::to_string(id);
  auto records = first_children(tx, other, field, id);
  const bool more = records.size() > kChildren;
  if (more) records.pop_back();
  auto rows = json::array();
  for (const auto& record : records) {
    rows.push_back(
        {{"url", address_of(other, id_of(record))}, {"title", name_of(other, record)}, {"at", time_of(other, record)}});
  }
  json data{{"label", other.label},
            {"rows", std::move(rows)},
            {"count", records.size()},
            {"more", more},
            {"url", address_of(other) + query}};
  if (other.may_create && field.editable && may_write(other, visitor)) {
    data["add"] = address_of(other) + "/new?" + field.name + "=" + percent_encode(number);
  }
  return data;
}

}  // namespace

json children_data(const EditingParts& parts, Transaction& tx, const Visitor& visitor, const AdminResource& resource,
                   std::int64_t id) {
  auto all = json::array();
  const auto number = resource.children.empty() ? "" : parts.values(tx).number_text(resource, id);
  for (const auto& children : resource.children) {
    const auto* other = parts.site.find(children.resource);
    const auto* field = other ? find_field(other->fields, children.field) : nullptr;
    if (field && may_read(*other, visitor)) all.push_back(child_data(tx, visitor, *other, *field, id, number));
  }
  return all;
}

Response RecordPage::show(const AdminCall& call, const AdminResource& resource) const {
  need_reader(resource, call.by);
  const auto id = call.request.path<std::int64_t>("id");
  auto shown = parts_.database.read([&](Transaction& tx) { return data(tx, call, resource, id); });
  return parts_.render("record", std::move(shown), call, resource);
}

json RecordPage::data(Transaction& tx, const AdminCall& call, const AdminResource& resource, std::int64_t id) const {
  const auto record = SqlRecords::find(tx, resource, id);
  if (!record) throw NotFound(resource.record);
  const auto page = address_of(resource, id);
  const bool writes = may_write(resource, call.by);
  json data{{"title", name_of(resource, *record)},
            {"fields", fields_data(parts_, tx, resource, *record)},
            {"children", children_data(parts_, tx, call.by, resource, id)},
            {"history", history_data(parts_, tx, resource, id, kHistory)}};
  if (resource.page) data["page"] = resource.page(id);
  if (writes && resource.may_change) data["edit"] = page + "/edit";
  if (writes && resource.may_remove) data["remove"] = page + "/delete";
  if (writes) data["actions"] = actions_data(resource, *record);
  return data;
}

Response RecordPage::picture(const AdminCall& call, const AdminResource& resource) const {
  need_reader(resource, call.by);
  const auto* field = find_field(resource.fields, call.request.path<std::string>("field"));
  if (!field || field->kind != AdminKind::Picture) throw NotFound("a picture");
  const auto id = call.request.path<std::int64_t>("id");
  const auto record = parts_.database.read_single([&](Transaction& tx) { return SqlRecords::find(tx, resource, id); });
  const auto name = record ? plain_text((*record)[field->name]) : "";
  if (name.empty()) throw NotFound("a picture");
  auto response = parts_.media.send(name, "image/webp");
  // An address that does not name the content may show another picture tomorrow.
  const bool named = picture_address(resource, *record, *field).ends_with("?v=" + call.request.query("v").value_or(""));
  if (!named) response.headers().set("Cache-Control", "private, no-cache");
  return response;
}

}  // namespace theatre_admin
