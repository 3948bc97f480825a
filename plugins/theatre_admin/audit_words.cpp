#include "audit_words.hpp"

#include <algorithm>

#include <callboard/moment.hpp>

#include "deed_words.hpp"
#include "record.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

// Of what this plugin writes itself; another's field is called by its own name.
Text field_of_database(const AuditEntry& entry, const AuditChange& change) {
  if (entry.record == "database" && change.field == "backup") return _("Backup");
  if (entry.record == "database" && change.field == "faults") return _("Faults");
  return Text::verbatim(change.field);
}

}  // namespace

AuditWords::Names AuditWords::names(Transaction& tx, const std::vector<AuditedEntry>& entries) const {
  std::vector<UserId> users;
  for (const auto& audited : entries) {
    if (audited.by == Visitor::Kind::Person) users.push_back(UserId{audited.by_id});
  }
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  return users.empty() ? Names{} : people_.names(tx, users);
}

Text AuditWords::who(const AuditedEntry& audited, const Names& names) const {
  switch (audited.by) {
    case Visitor::Kind::Console: return _("Command line");
    case Visitor::Kind::Device: return _("Device {id}").with("id", audited.by_id);
    case Visitor::Kind::Anonymous: return _("Nobody signed in");
    case Visitor::Kind::Person: break;
  }
  const auto found = names.find(UserId{audited.by_id});
  if (found == names.end()) return _("Person {id}").with("id", audited.by_id);
  return Text::verbatim(found->second.name);
}

const AdminResource* AuditWords::resource_of(const std::string& record) const {
  // Of two on one table, the one that has all of its rows.
  const AdminResource* found = nullptr;
  for (const auto& resource : site_.resources()) {
    if (resource.record != record) continue;
    if (resource.where.empty()) return &resource;
    if (found == nullptr) found = &resource;
  }
  return found;
}

Text AuditWords::record(const std::string& record) const {
  if (const auto* resource = resource_of(record)) return resource->one;
  if (record == "database") return _("Database");
  if (record == "audit") return _("Audit log");
  return Text::verbatim(record);
}

bool AuditWords::is_removed(const AuditEntry& entry, const AuditChange& change) {
  return entry.person && change.before.empty() && change.after.empty();
}

json AuditWords::changes(const AuditEntry& entry) const {
  const auto* const resource = resource_of(entry.record);
  auto all = json::array();
  for (const auto& change : entry.changes) {
    const auto* const field = resource != nullptr ? find_field(resource->fields, change.field) : nullptr;
    all.push_back({{"field", field != nullptr ? field->label : field_of_database(entry, change)},
                   {"before", shortened(change.before)},
                   {"after", shortened(change.after)},
                   {"removed", is_removed(entry, change)}});
  }
  return all;
}

json AuditWords::described(const std::vector<AuditedEntry>& entries, const Names& names, const Visitor& visitor) const {
  auto all = json::array();
  for (const auto& audited : entries) {
    const auto& entry = audited.entry;
    const auto* const resource = resource_of(entry.record);
    const bool leads = resource != nullptr && entry.record_id > 0 && may_read(*resource, visitor);
    all.push_back({{"at", moment(audited.at)},
                   {"who", who(audited, names)},
                   {"action", deed_in_words(resource, entry.action)},
                   {"record", record(entry.record)},
                   {"number", entry.record_id > 0 ? std::to_string(entry.record_id) : ""},
                   {"url", leads ? address_of(*resource) + "/" + std::to_string(entry.record_id) : ""},
                   {"changes", changes(entry)}});
  }
  return all;
}

}  // namespace theatre_admin
