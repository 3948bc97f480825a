#include "bulk_action.hpp"

#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

AuditEntry entry_of(const AdminAction& action, const AdminResource& resource, const Record& before,
                    const Record& after) {
  AuditEntry entry{action.name, resource.record, id_of(before)};
  if (resource.person) entry.person = resource.person(before);
  for (const auto& field : resource.fields) {
    if (before[field.name] == after[field.name]) continue;
    entry.changes.push_back({field.name, plain_text(before[field.name]), plain_text(after[field.name])});
  }
  return entry;
}

}  // namespace

void BulkAction::run(const AdminCall& call, const std::vector<std::int64_t>& ids, const json& values) const {
  database_.transact([&](Transaction& tx) {
    for (const auto id : ids) run_one(tx, call, id, values);
  });
  if (!action_ || !action_->after) return;
  for (const auto id : ids) action_->after(call, id);
}

void BulkAction::run_one(Transaction& tx, const AdminCall& call, std::int64_t id, const json& values) const {
  const auto record = SqlRecords::find(tx, resource_, id);
  if (!record) throw BulkRefusal("#" + std::to_string(id), _("It is not there any more."));
  try {
    if (action_) {
      act(tx, call, *record, values);
    } else {
      removal_.remove(tx, call, resource_, id);
    }
  } catch (const AdminRefusal& refusal) {
    if (!refusal.faults().empty()) throw;
    throw BulkRefusal(title_of(*record), refusal.public_text());
  } catch (const NotFound&) {
    throw BulkRefusal(title_of(*record), _("It is not there any more."));
  }
}

// The plugin that wrote the action tells the audit log where it says so; otherwise what differs afterwards is told.
void BulkAction::act(Transaction& tx, const AdminCall& call, const Record& record, const json& values) const {
  if (action_->offered && !action_->offered(record)) throw AdminRefusal(_("This cannot be done with it now."));
  action_->run(tx, call, id_of(record), values);
  if (resource_.audited) return;
  const auto after = SqlRecords::find(tx, resource_, id_of(record));
  audit_.record(tx, call.by, entry_of(*action_, resource_, record, after.value_or(record)));
}

}  // namespace theatre_admin
