#include "import_plan.hpp"

#include <algorithm>
#include <charconv>

#include <callboard/crypto.hpp>

#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;
using What = ImportRow::What;

namespace {

constexpr std::size_t kPortion = 500;  // records that one statement reads

std::optional<std::int64_t> id_in(const std::string& text) {
  std::int64_t id = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, id);
  if (text.empty() || error != std::errc{} || stopped != end || id < 1) return std::nullopt;
  return id;
}

std::string without_blanks(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

// An export has them for whoever reads it.
bool is_only_shown(const AdminResource& resource, const std::string& name) {
  if (name == "version") return true;
  constexpr std::string_view kTitle = "_title";
  if (!name.ends_with(kTitle)) return false;
  const auto* field = find_field(resource.fields, name.substr(0, name.size() - kTitle.size()));
  return field && (field->kind == AdminKind::Reference || field->kind == AdminKind::References);
}

}  // namespace

std::size_t ImportPlan::count(What what) const {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.what == what; }));
}

bool ImportPlan::can_be_done() const {
  return fault.empty() && count(What::Fault) == 0 && count(What::Add) + count(What::Change) > 0;
}

std::string ImportPlan::hash() const {
  std::string all;
  for (const auto& row : rows) {
    all += std::to_string(row.line) + " " + std::to_string(static_cast<int>(row.what)) + " " + row.values.dump() + " ";
    if (!row.before.is_null()) all += std::to_string(id_of(row.before)) + "." + std::to_string(version_of(row.before));
    all += "\n";
  }
  return sha256_hex(all);
}

ImportPlan ImportPlanner::plan(std::string_view content) {
  ImportPlan plan;
  auto file = read_csv(content, kMostRows);
  plan.fault = file.fault;
  if (!plan.fault.empty() || !read_header(file.rows.front(), plan)) return plan;
  file.rows.erase(file.rows.begin());
  if (file.rows.empty()) plan.fault = _("There is nothing below the first line.");
  read_ids(file.rows);
  for (const auto& cells : file.rows) plan.rows.push_back(row(cells));
  return plan;
}

bool ImportPlanner::read_header(const CsvRow& header, ImportPlan& plan) {
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    if (!read_column(without_blanks(header.cells[i]), i, plan)) return false;
  }
  if (columns_.empty()) plan.fault = _("The first line names none of the fields that can be imported.");
  return plan.fault.empty();
}

bool ImportPlanner::read_column(const std::string& name, std::size_t at, ImportPlan& plan) {
  const auto same = [&](const Column& column) { return column.field->name == name; };
  if ((name == "id" && id_column_) || std::any_of(columns_.begin(), columns_.end(), same)) {
    plan.fault = _("The column “{column}” is there twice.").with("column", name);
    return false;
  }
  const auto* field = find_field(resource_.fields, name);
  if (name == "id") {
    id_column_ = at;
  } else if (field && field->editable && field->kind != AdminKind::Picture) {
    columns_.push_back({at, field});
  } else if (field || is_only_shown(resource_, name)) {
    plan.ignored.push_back(name);
  } else {
    plan.fault = _("There is no field “{column}”. The first line has to name the fields.").with("column", name);
  }
  return plan.fault.empty();
}

void ImportPlanner::read_ids(const std::vector<CsvRow>& rows) {
  if (!id_column_) return;
  std::vector<const AdminField*> fields;
  for (const auto& field : resource_.fields) fields.push_back(&field);
  std::vector<std::int64_t> ids;
  const auto read = [&] {
    for (auto& record : SqlRecords::select(tx_, resource_, fields, " AND t.id" + in_list(ids), {})) {
      const auto id = id_of(record);
      records_.emplace(id, std::move(record));
    }
    ids.clear();
  };
  for (const auto& row : rows) {
    if (const auto id = id_in(without_blanks(row.cells[*id_column_]))) ids.push_back(*id);
    if (ids.size() == kPortion) read();
  }
  if (!ids.empty()) read();
}

ImportRow ImportPlanner::row(const CsvRow& cells) {
  ImportRow row{cells.line};
  const auto text = id_column_ ? without_blanks(cells.cells[*id_column_]) : "";
  if (text.empty()) {
    plan_new(sent(cells), row);
  } else if (const auto id = id_in(text); !id) {
    row.faults.add("", _("“{id}” is no number of a record.").with("id", text));
  } else if (const auto [line, fresh] = lines_.emplace(*id, cells.line); !fresh) {
    row.faults.add(
        "",
        _("Record {id} is already in line {line}.").with("id", *id).with("line", static_cast<long long>(line->second)));
  } else {
    plan_change(sent(cells), *id, row);
  }
  if (row.faults) row.what = What::Fault;
  return row;
}

SentForm ImportPlanner::sent(const CsvRow& cells) const {
  SentForm sent;
  for (const auto& [at, field] : columns_) {
    sent.texts[field->name] = FieldValues::texts_of_cell(*field, cells.cells[at]);
  }
  return sent;
}

void ImportPlanner::plan_new(const SentForm& sent, ImportRow& row) {
  if (!resource_.may_create) return row.faults.add("", _("New records cannot be added here."));
  auto read = read_new(fields_, resource_, sent);
  if (!read.faults) read.faults = check(tx_, call_, resource_, nullptr, read.values);
  row.what = What::Add;
  row.values = std::move(read.values);
  row.faults = std::move(read.faults);
}

void ImportPlanner::plan_change(const SentForm& sent, std::int64_t id, ImportRow& row) {
  if (!resource_.may_change) return row.faults.add("", _("Records cannot be changed here."));
  const auto record = records_.find(id);
  if (record == records_.end()) return row.faults.add("", _("There is no record {id}.").with("id", id));
  row.before = record->second;
  auto read = read_sent(fields_, resource_, sent);
  if (!read.faults) {
    row.values = differing(fields_, resource_, row.before, read.values);
    if (!row.values.empty()) read.faults = check(tx_, call_, resource_, row.before, row.values);
  }
  row.what = row.values.empty() ? What::Unchanged : What::Change;
  row.faults = std::move(read.faults);
}

}  // namespace theatre_admin
