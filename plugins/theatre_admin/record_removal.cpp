#include "record_removal.hpp"

#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;

namespace {

void erase(Transaction& tx, const AdminCall& call, const AdminResource& resource, const Record& record) try {
  if (resource.writes.remove) {
    resource.writes.remove(tx, call, id_of(record));
  } else if (!SqlRecords::remove(tx, resource, id_of(record), version_of(record))) {
    throw Conflict("a record changed while it was removed");
  }
} catch (const ConstraintViolation& violation) {
  if (violation.kind() != ConstraintViolation::Kind::ForeignKey) throw;
  throw AdminRefusal(_("It is still used elsewhere, so it cannot be deleted."));
}

}  // namespace

Record RecordRemoval::remove(Transaction& tx, const AdminCall& call, const AdminResource& resource, std::int64_t id,
                             std::optional<std::int64_t> version) const {
  if (!resource.may_remove || !may_write(resource, call.by)) throw Forbidden("a record that may not be removed");
  auto record = SqlRecords::find(tx, resource, id);
  if (!record) throw NotFound(resource.record);
  if (version && *version != version_of(*record)) throw Conflict("a record changed before it was removed");
  erase(tx, call, resource, *record);
  search_.remove(tx, resource.record, id);
  for (const auto& field : resource.fields) {
    if (field.kind == AdminKind::Picture) media_.release(tx, resource.record + "." + field.name, id);
  }
  if (!resource.audited) audit(tx, call.by, resource, *record);
  return std::move(*record);
}

void RecordRemoval::audit(Transaction& tx, const Visitor& by, const AdminResource& resource,
                          const Record& record) const {
  AuditEntry entry{"deleted", resource.record, id_of(record)};
  if (resource.person) entry.person = resource.person(record);
  for (const auto& field : resource.fields) {
    if (auto before = plain_text(record[field.name]); !before.empty()) {
      entry.changes.push_back({field.name, std::move(before), ""});
    }
  }
  audit_.record(tx, by, entry);
}

}  // namespace theatre_admin
