#include "record_import_pages.hpp"

#include <filesystem>
#include <fstream>

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;
using ImportOutcome = ImportResult::Outcome;
using What = ImportRow::What;

namespace {

constexpr std::size_t kMostShown = 200;  // rows; and so many that have faults

void need_importer(const AdminResource& resource, const Visitor& visitor) {
  need_writer(resource, visitor, resource.may_create || resource.may_change);
}

std::string content_of(const Upload& upload) {
  std::string content(upload.size, '\0');
  std::ifstream file(upload.file->path(), std::ios::binary);
  if (!file.read(content.data(), static_cast<std::streamsize>(content.size()))) {
    throw Unavailable("an upload could not be read back");
  }
  return content;
}

json columns_data(const AdminResource& resource) {
  auto columns = json::array();
  for (const auto& field : resource.fields) {
    if (!field.editable || field.kind == AdminKind::Picture) continue;
    columns.push_back({{"name", field.name}, {"label", field.label}, {"required", field.required}});
  }
  return columns;
}

json what_data(What what) {
  switch (what) {
    case What::Add: return {{"what", _("new")}, {"style", "text-bg-success"}};
    case What::Change: return {{"what", _("changed")}, {"style", "text-bg-warning"}};
    case What::Unchanged: return {{"what", _("unchanged")}, {"style", "text-bg-secondary"}};
    case What::Fault: break;
  }
  return {{"what", _("fault")}, {"style", "text-bg-danger"}};
}

json changes_data(const AdminResource& resource, FieldValues& values, const ImportRow& row) {
  auto changes = json::array();
  for (const auto& field : resource.fields) {
    if (!row.values.contains(field.name)) continue;
    auto before = row.before.is_null() ? json::array() : values.to_words(field, row.before[field.name]);
    auto after = values.to_words(field, row.values[field.name]);
    if (row.before.is_null() && plain_text(row.values[field.name]).empty()) continue;
    changes.push_back({{"label", field.label},
                       {"before", std::move(before)},
                       {"after", std::move(after)},
                       {"was", !row.before.is_null()}});
  }
  return changes;
}

json faults_data(const AdminResource& resource, const ImportRow& row) {
  auto faults = json::array();
  for (const auto& [name, fault] : row.faults.all()) {
    const auto* field = find_field(resource.fields, name);
    faults.push_back({{"label", field ? field->label : Text()}, {"text", fault}});
  }
  return faults;
}

json row_data(const AdminResource& resource, FieldValues& values, const ImportRow& row) {
  auto data = what_data(row.what);
  data["line"] = row.line;
  data["name"] = row.before.is_null() ? "" : title_of(row.before);
  data["changes"] = changes_data(resource, values, row);
  data["problems"] = faults_data(resource, row);
  return data;
}

// All faults up to a bound, and the first rows.
json rows_data(const AdminResource& resource, FieldValues& values, const ImportPlan& plan) {
  auto rows = json::array();
  std::size_t faults = 0, others = 0;
  for (const auto& row : plan.rows) {
    auto& shown = row.what == What::Fault ? faults : others;
    if (shown < kMostShown) rows.push_back(row_data(resource, values, row)), ++shown;
  }
  return rows;
}

json plan_data(const AdminResource& resource, FieldValues& values, const ImportPlan& plan) {
  json data{{"rows", rows_data(resource, values, plan)},
            {"added", plan.count(What::Add)},
            {"changed", plan.count(What::Change)},
            {"unchanged", plan.count(What::Unchanged)},
            {"faulty", plan.count(What::Fault)},
            {"has_faults", plan.count(What::Fault) > 0},
            {"ready", plan.can_be_done()}};
  std::string ignored;
  for (const auto& name : plan.ignored) ignored += (ignored.empty() ? "" : ", ") + name;
  data["ignored"] = ignored;
  if (data["rows"].size() < plan.rows.size()) data["shown"] = data["rows"].size();
  return data;
}

HttpStatus status_of(const ImportResult& result) {
  if (result.outcome == ImportOutcome::Changed) return HttpStatus::Conflict;
  return result.plan.can_be_done() || result.plan.count(What::Fault) == 0 ? HttpStatus::Ok
                                                                          : HttpStatus::UnprocessableContent;
}

}  // namespace

Response RecordImportPages::ask(const AdminCall& call, const AdminResource& resource) const {
  need_importer(resource, call.by);
  return choose(call, resource, {});
}

Response RecordImportPages::preview(const AdminCall& call, const AdminResource& resource) const {
  need_importer(resource, call.by);
  const auto* upload = call.request.form().upload("file");
  if (!upload) return choose(call, resource, _("Choose a file."));
  const auto result = import_.preview(call, resource, content_of(*upload));
  if (!result.plan.fault.empty()) return choose(call, resource, result.plan.fault);
  return show(call, resource, result);
}

Response RecordImportPages::apply(const AdminCall& call, const AdminResource& resource) const {
  need_importer(resource, call.by);
  const auto result = import_.apply(call, resource, call.request.form().value("token"));
  switch (result.outcome) {
    case ImportOutcome::Expired:
      return see_other(address_of(resource) + "/import")
          .flash(_("This import has expired or was done already. Choose the file again."), Flash::Kind::Warning);
    case ImportOutcome::Done: {
      const auto rows = static_cast<long long>(result.plan.count(What::Add) + result.plan.count(What::Change));
      return see_other(address_of(resource))
          .flash(plural("{count} record was imported.", "{count} records were imported.", rows));
    }
    case ImportOutcome::Changed:
      return show(call, resource, result)
          .flash(_("Records were changed since you looked: nothing was imported yet. Look again."),
                 Flash::Kind::Warning);
    case ImportOutcome::Refused:
    case ImportOutcome::Previewed: break;
  }
  return show(call, resource, result)
      .flash(_("Nothing was imported: see the row that was refused."), Flash::Kind::Danger);
}

Response RecordImportPages::choose(const AdminCall& call, const AdminResource& resource, const Text& fault) const {
  json data{{"columns", columns_data(resource)}, {"may_change", resource.may_change}, {"may_add", resource.may_create}};
  if (!fault.empty()) data["faults"] = {{"file", fault}};
  return parts_.render("record_import", std::move(data), call, resource,
                       fault.empty() ? HttpStatus::Ok : HttpStatus::UnprocessableContent);
}

Response RecordImportPages::show(const AdminCall& call, const AdminResource& resource,
                                 const ImportResult& result) const {
  auto data = parts_.database.read([&](Transaction& tx) {
    auto values = parts_.values(tx);
    return plan_data(resource, values, result.plan);
  });
  data["token"] = result.token;
  return parts_.render("record_import_preview", std::move(data), call, resource, status_of(result));
}

}  // namespace theatre_admin
