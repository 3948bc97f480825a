// /admin: what waits, how things go, what was done last, and what there is.
#pragma once

#include <functional>

#include <callboard/registrar.hpp>

#include "admin_frame.hpp"
#include "audit_words.hpp"

namespace theatre_admin {

// Thread-safe.
class Dashboard {
 public:
  Dashboard(callboard::Registrar& host, const AdminFrame& frame)
      : database_(host.database()),
        audit_(host.audit()),
        log_(host.log()),
        site_(host.admin_site()),
        frame_(frame),
        words_(site_, host.people()) {}

  void add_routes(callboard::Routes& routes);

 private:
  using Part = std::function<nlohmann::json(callboard::Transaction&)>;

  callboard::Response show(const callboard::Visitor& visitor) const;
  nlohmann::json pending() const;
  nlohmann::json plots() const;
  nlohmann::json latest(const callboard::Visitor& visitor) const;
  nlohmann::json resources(const callboard::Visitor& visitor) const;
  // Null where the part fails: it is logged and left out, and the others are shown.
  nlohmann::json part(const std::string& name, const Part& read) const;

  callboard::Database& database_;
  callboard::AuditLog& audit_;
  callboard::Log& log_;
  const callboard::AdminSite& site_;
  const AdminFrame& frame_;
  const AuditWords words_;
};

}  // namespace theatre_admin
