#include "record_cells.hpp"

#include <algorithm>

#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kLongestText = 120;  // characters of a cell, about

std::string shortened_cell(const std::string& text) {
  if (text.size() <= kLongestText) return text;
  auto end = kLongestText;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

json link(const AdminField& field, std::int64_t id, const ReferenceTitles& titles) {
  const auto title = titles.title(field, id);
  if (!title) return {{"title", "#" + std::to_string(id)}};
  return {{"title", *title}, {"url", "/admin/" + field.resource + "/" + std::to_string(id)}};
}

json links(const AdminField& field, const json& value, const ReferenceTitles& titles) {
  auto all = json::array();
  if (value.is_number_integer()) all.push_back(link(field, value.get<std::int64_t>(), titles));
  if (value.is_array()) {
    for (const auto& id : value) all.push_back(link(field, id.get<std::int64_t>(), titles));
  }
  return all;
}

json labels(const AdminField& field, const json& values) {
  auto all = json::array();
  for (const auto& value : values) all.push_back({{"title", choice_label(field, value.get<std::string>())}});
  return all;
}

std::string page_of(const AdminResource& resource, const Record& record) {
  return address_of(resource) + "/" + std::to_string(id_of(record));
}

// The member is named by how the template shows it.
json cell(const AdminResource& resource, const AdminField& field, const Record& record, const ReferenceTitles& titles,
          const std::string& zone) {
  const auto& value = record[field.name];
  switch (field.kind) {
    case AdminKind::Text:
    case AdminKind::LongText: return {{"text", shortened_cell(value.get<std::string>())}};
    case AdminKind::Number: return {{"number", value}};
    case AdminKind::Flag: return {{"text", value.get<bool>() ? _("yes") : _("no")}};
    case AdminKind::Moment:
      if (value.is_null()) return json::object();
      return {{"time", moment(Time(std::chrono::microseconds(value.get<std::int64_t>())))}};
    case AdminKind::Date: return {{"text", day_moment(value.get<std::string>(), zone)}};
    case AdminKind::Choice: return {{"text", choice_label(field, value.get<std::string>())}};
    case AdminKind::Choices: return {{"links", labels(field, value)}};
    case AdminKind::Reference:
    case AdminKind::References: return {{"links", links(field, value, titles)}};
    case AdminKind::Picture:
      if (value == "") return json::object();
      return {{"picture", page_of(resource, record) + "/pictures/" + field.name}};
  }
  return json::object();
}

}  // namespace

const AdminField* title_field(const AdminResource& resource) {
  const auto found = std::find_if(resource.fields.begin(), resource.fields.end(),
                                  [&](const auto& field) { return expression(field) == resource.title; });
  return found == resource.fields.end() ? nullptr : &*found;
}

Text choice_label(const AdminField& field, const std::string& value) {
  for (const auto& choice : field.choices) {
    if (choice.value == value) return choice.label;
  }
  return Text::verbatim(value);
}

json row_data(const AdminResource& resource, const std::vector<const AdminField*>& fields,
              const std::vector<Record>& records, const ReferenceTitles& titles, const std::string& zone) {
  auto rows = json::array();
  for (const auto& record : records) {
    auto cells = json::array();
    for (const auto* field : fields) {
      cells.push_back(cell(resource, *field, record, titles, zone));
      cells.back()["label"] = field->label;
    }
    rows.push_back({{"id", id_of(record)},
                    {"title", title_of(record)},
                    {"url", page_of(resource, record)},
                    {"cells", std::move(cells)}});
  }
  return rows;
}

}  // namespace theatre_admin
