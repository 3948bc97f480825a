#include "record_import.hpp"

#include <algorithm>

#include <callboard/crypto.hpp>

#include "sql_imports.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;
using ImportOutcome = ImportResult::Outcome;
using What = ImportRow::What;

namespace {

// A row that could not be written; takes the transaction back.
struct RefusedRow {
  ImportPlan plan;
};

[[noreturn]] void refuse(const ImportPlan& plan, std::size_t line, Faults faults) {
  auto refused = plan;
  const auto row =
      std::find_if(refused.rows.begin(), refused.rows.end(), [&](const auto& r) { return r.line == line; });
  row->what = What::Fault;
  row->faults = std::move(faults);
  throw RefusedRow{std::move(refused)};
}

Faults faults_of(const AdminRefusal& refusal) {
  auto faults = refusal.faults();
  if (!faults) faults.add("", refusal.public_text());
  return faults;
}

}  // namespace

ImportPlan RecordImport::plan(Transaction& tx, const AdminCall& call, const AdminResource& resource,
                              const std::string& content) const {
  return ImportPlanner(tx, call, resource, site_, info_.info()->time_zone).plan(content);
}

ImportResult RecordImport::preview(const AdminCall& call, const AdminResource& resource,
                                   const std::string& content) const {
  ImportResult result{ImportOutcome::Previewed};
  result.plan = database_.read([&](Transaction& tx) { return plan(tx, call, resource, content); });
  if (!result.plan.can_be_done()) return result;
  result.token = random_token();
  const WaitingImport waiting{sha256_hex(result.token), resource.name, call.by.user, clock_.now(),
                              result.plan.hash(),       content};
  database_.transact([&](Transaction& tx) { SqlImports::put(tx, waiting); });
  return result;
}

ImportResult RecordImport::apply(const AdminCall& call, const AdminResource& resource, const std::string& token) const
    try {
  return database_.transact([&](Transaction& tx) { return apply(tx, call, resource, token); });
} catch (const RefusedRow& refused) {
  return {ImportOutcome::Refused, refused.plan, token};
}

ImportResult RecordImport::apply(Transaction& tx, const AdminCall& call, const AdminResource& resource,
                                 const std::string& token) const {
  const auto hash = sha256_hex(token);
  const auto waiting = SqlImports::find(tx, hash);
  if (!waiting || waiting->user != call.by.user || waiting->resource != resource.name ||
      waiting->created_at + kLifetime < clock_.now()) {
    return {ImportOutcome::Expired};
  }
  auto planned = plan(tx, call, resource, waiting->content);
  if (planned.hash() != waiting->plan_hash || !planned.can_be_done()) {
    SqlImports::set_plan(tx, hash, planned.hash());
    return {ImportOutcome::Changed, std::move(planned), token};
  }
  if (!SqlImports::remove(tx, hash)) return {ImportOutcome::Expired};
  write(tx, call, resource, planned);
  tell(tx, call.by, resource, planned);
  return {ImportOutcome::Done, std::move(planned)};
}

void RecordImport::write(Transaction& tx, const AdminCall& call, const AdminResource& resource,
                         const ImportPlan& plan) const {
  for (const auto& row : plan.rows) {
    try {
      if (row.what == What::Add) saving_.create(tx, call, resource, row.values);
      if (row.what != What::Change || saving_.change(tx, call, resource, row.before, row.values)) continue;
    } catch (const AdminRefusal& refusal) {
      refuse(plan, row.line, faults_of(refusal));
    }
    Faults changed;
    changed.add("", _("Somebody changed this record at this very moment."));
    refuse(plan, row.line, std::move(changed));
  }
}

void RecordImport::tell(Transaction& tx, const Visitor& by, const AdminResource& resource,
                        const ImportPlan& plan) const {
  AuditEntry entry{"imported", resource.record, 0};
  entry.changes.push_back({"added", "", std::to_string(plan.count(What::Add))});
  entry.changes.push_back({"changed", "", std::to_string(plan.count(What::Change))});
  audit_.record(tx, by, entry);
}

void RecordImport::sweep() const {
  database_.transact([&](Transaction& tx) { SqlImports::remove_until(tx, clock_.now() - kLifetime); });
}

}  // namespace theatre_admin
