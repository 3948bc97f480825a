// Audit entries as people read them: who, what, and where the record is.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <callboard/admin.hpp>
#include <callboard/audit.hpp>
#include <callboard/people.hpp>

namespace theatre_admin {

// Thread-safe.
class AuditWords {
 public:
  using Names = std::map<callboard::UserId, callboard::PersonName>;

  AuditWords(const callboard::AdminSite& site, const callboard::PeopleNames& people) : site_(site), people_(people) {}

  // Whoever did these.
  Names names(callboard::Transaction& tx, const std::vector<callboard::AuditedEntry>& entries) const;
  // For theatre_admin/audit_entries. Links lead only where `visitor` may go.
  nlohmann::json described(const std::vector<callboard::AuditedEntry>& entries, const Names& names,
                           const callboard::Visitor& visitor) const;

  callboard::Text who(const callboard::AuditedEntry& audited, const Names& names) const;
  // What is not known here is called by its own name.
  callboard::Text record(const std::string& record) const;
  // Values about a person are emptied when the account is erased.
  static bool is_removed(const callboard::AuditEntry& entry, const callboard::AuditChange& change);

 private:
  const callboard::AdminResource* resource_of(const std::string& record) const;
  nlohmann::json changes(const callboard::AuditEntry& entry) const;

  const callboard::AdminSite& site_;
  const callboard::PeopleNames& people_;
};

}  // namespace theatre_admin
