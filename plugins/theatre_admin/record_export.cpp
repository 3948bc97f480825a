#include "record_export.hpp"

#include <fstream>

#include <callboard/local_time.hpp>

#include "reference_titles.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

std::vector<const AdminField*> fields_of(const AdminResource& resource, const ListQuery& query) {
  if (query.chosen_columns) return query.columns;
  std::vector<const AdminField*> fields;
  for (const auto& field : resource.fields) fields.push_back(&field);
  return fields;
}

ExportRow head(const std::vector<const AdminField*>& fields) {
  ExportRow row{std::string("id")};
  for (const auto* field : fields) {
    row.emplace_back(field->name);
    if (is_reference(*field)) row.emplace_back(field->name + "_title");
  }
  return row;
}

std::string joined(const json& list) {
  std::string text;
  for (const auto& each : list) text += (text.empty() ? "" : ";") + plain_text(each);
  return text;
}

ExportCell cell(const AdminField& field, const json& value, const std::string& zone) {
  if (value.is_null()) return std::string();
  switch (field.kind) {
    case AdminKind::Number:
    case AdminKind::Reference: return static_cast<long long>(value.get<std::int64_t>());
    case AdminKind::Flag: return std::string(value.get<bool>() ? "yes" : "no");
    case AdminKind::Moment: return local_text(Time(std::chrono::microseconds(value.get<std::int64_t>())), zone);
    case AdminKind::Choices:
    case AdminKind::References: return joined(value);
    default: return value.get<std::string>();
  }
}

std::string titles_of(const AdminField& field, const json& value, const ReferenceTitles& titles) {
  if (value.is_number_integer()) return titles.title(field, value.get<std::int64_t>()).value_or("");
  std::string text;
  if (!value.is_array()) return text;
  for (const auto& id : value) {
    text += (text.empty() ? "" : ";") + titles.title(field, id.get<std::int64_t>()).value_or("");
  }
  return text;
}

ExportRow row_of(const std::vector<const AdminField*>& fields, const Record& record, const ReferenceTitles& titles,
                 const std::string& zone) {
  ExportRow row{static_cast<long long>(id_of(record))};
  for (const auto* field : fields) {
    const auto& value = record[field->name];
    row.push_back(cell(*field, value, zone));
    if (is_reference(*field)) row.emplace_back(titles_of(*field, value, titles));
  }
  return row;
}

// "keys/holders" -> "keys-holders-2026-11-21.csv": names of resources are ours, and ASCII.
std::string file_name(const AdminResource& resource, const std::string& zone, const std::string& ending) {
  auto name = resource.name;
  std::replace(name.begin(), name.end(), '/', '-');
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  return name + "-" + local_text(now, zone).substr(0, 10) + "." + ending;
}

Response as_file(Response response, const std::string& name) {
  return std::move(response)
      .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
      .header("Cache-Control", "no-store");
}

void send_file(const TemporaryFile& file, const Response::Write& write) {
  std::ifstream in(file.path(), std::ios::binary);
  std::vector<char> piece(64 * 1024);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0) {
    if (!write({piece.data(), static_cast<std::size_t>(in.gcount())})) return;
  }
}

}  // namespace

ListQuery RecordExport::query(const AdminResource& resource, const Request& request) const {
  auto query = parse_list_query(resource, request.query(), parts_.zone());
  query.cursor.reset();
  query.backwards = false;
  return query;
}

RecordExport::Portion RecordExport::portion(const AdminResource& resource, const ListQuery& query,
                                            const Visitor& visitor) const {
  const auto fields = fields_of(resource, query);
  const auto zone = parts_.zone();
  return parts_.database.read([&](Transaction& tx) {
    const auto records = parts_.lists.page(tx, resource, query, fields, kPortion);
    const ReferenceTitles titles(tx, parts_.admin, visitor, fields, records);
    Portion portion;
    for (const auto& record : records) portion.rows.push_back(row_of(fields, record, titles, zone));
    if (records.size() == static_cast<std::size_t>(kPortion)) portion.end = ListCursor::at(records.back(), query.order);
    return portion;
  });
}

void RecordExport::each_row(const AdminResource& resource, ListQuery query, const Visitor& visitor,
                            const Take& take) const {
  if (!take(head(fields_of(resource, query)))) return;
  do {
    const auto read = portion(resource, query, visitor);
    for (const auto& row : read.rows) {
      if (!take(row)) return;
    }
    query.cursor = read.end;
  } while (query.cursor);
}

// What was looked for may be somebody's name, so of the search only that there was one.
void RecordExport::audit(const AdminResource& resource, const ListQuery& query, const Visitor& visitor,
                         const std::string& format) const {
  AuditEntry entry{"exported", resource.record, 0};
  entry.changes.push_back({"format", "", format});
  if (!query.search.empty()) entry.changes.push_back({"search", "", "1"});
  if (!query.ids.empty()) entry.changes.push_back({"records", "", std::to_string(query.ids.size())});
  for (const auto& filter : query.filters) entry.changes.push_back({filter.parameter, "", filter.text});
  parts_.database.transact([&](Transaction& tx) { parts_.audit.record(tx, visitor, entry); });
}

Response RecordExport::csv(const AdminResource& resource, const Request& request, const Visitor& visitor) const {
  require_reading(resource, visitor);
  const auto query = this->query(resource, request);
  audit(resource, query, visitor, "csv");
  auto response = Response::stream(
      [this, &resource, query, visitor](const Response::Write& write) {
        std::string piece = kCsvBegin;
        each_row(resource, query, visitor, [&](const ExportRow& row) {
          piece += csv_line(row);
          return piece.size() < 32 * 1024 || write(std::exchange(piece, {}));
        });
        if (!piece.empty()) write(piece);
      },
      "text/csv; charset=utf-8");
  return as_file(std::move(response), file_name(resource, parts_.zone(), "csv"));
}

Response RecordExport::xlsx(const AdminResource& resource, const Request& request, const Visitor& visitor) const {
  require_reading(resource, visitor);
  const auto query = this->query(resource, request);
  audit(resource, query, visitor, "xlsx");
  XlsxFile file(std::filesystem::temp_directory_path(), "records");
  each_row(resource, query, visitor, [&](const ExportRow& row) {
    file.add(row);
    return true;
  });
  auto response = Response::stream([file = file.finish()](const Response::Write& write) { send_file(*file, write); },
                                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  return as_file(std::move(response), file_name(resource, parts_.zone(), "xlsx"));
}

}  // namespace theatre_admin
