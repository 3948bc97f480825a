// /admin/audit: what was done, by whom, when; searched, in pages, and as a file.
#pragma once

#include <callboard/local_time.hpp>
#include <callboard/registrar.hpp>

#include "admin_frame.hpp"
#include "audit_words.hpp"

namespace theatre_admin {

// What a visitor looks for, as it was typed, and what is wrong with it.
struct AuditSearch {
  nlohmann::json values;
  callboard::Faults faults;
  callboard::AuditQuery query;
  std::string person;     // to be found among the accounts
  std::string in_a_link;  // the same once more, as a query string
};

// Thread-safe.
class AuditPage {
 public:
  AuditPage(callboard::Registrar& host, const AdminFrame& frame)
      : database_(host.database()),
        audit_(host.audit()),
        site_(host.site()),
        admin_site_(host.admin_site()),
        people_(host.people()),
        frame_(frame),
        words_(admin_site_, people_) {}

  void add_routes(callboard::Routes& routes);

 private:
  static constexpr int kPage = 50;

  callboard::Response show(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response download(const callboard::Request& request, const callboard::Visitor& visitor) const;

  AuditSearch search_of(const callboard::Request& request) const;
  std::vector<callboard::AuditedEntry> find(callboard::Transaction& tx, const AuditSearch& search) const;
  void write_csv(AuditSearch search, const callboard::Response::Write& write) const;
  nlohmann::json record_choices(const std::string& chosen) const;

  callboard::Database& database_;
  callboard::AuditLog& audit_;
  callboard::Site& site_;
  const callboard::AdminSite& admin_site_;
  const callboard::PeopleNames& people_;
  const AdminFrame& frame_;
  const AuditWords words_;
};

}  // namespace theatre_admin
