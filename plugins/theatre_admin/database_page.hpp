// /admin/database: what is in the database, whether it is whole, and its backups. Whoever comes here gave the password
// just now; everything that is done here stands in the audit log.
#pragma once

#include <callboard/registrar.hpp>

#include "admin_frame.hpp"

namespace theatre_admin {

// Thread-safe.
class DatabasePage {
 public:
  DatabasePage(callboard::Registrar& host, const AdminFrame& frame)
      : upkeep_(host.upkeep()), database_(host.database()), audit_(host.audit()), frame_(frame) {}

  void add_routes(callboard::Routes& routes);

 private:
  callboard::Response show(const callboard::Visitor& visitor, const std::vector<std::string>& faults = {}) const;
  callboard::Response check(const callboard::Visitor& visitor);
  callboard::Response back_up(const callboard::Visitor& visitor);
  callboard::Response download(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response remove(const callboard::Request& request, const callboard::Visitor& visitor);
  void record(const callboard::Visitor& visitor, const std::string& action, callboard::AuditChange change);

  callboard::DatabaseUpkeep& upkeep_;
  callboard::Database& database_;
  callboard::AuditLog& audit_;
  const AdminFrame& frame_;
};

}  // namespace theatre_admin
