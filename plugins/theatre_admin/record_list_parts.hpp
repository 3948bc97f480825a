// What the pages of lists work with: the host's services, and the classes of this plugin that they share.
#pragma once

#include <callboard/registrar.hpp>

#include "admin_frame.hpp"
#include "record_removal.hpp"
#include "sql_record_list.hpp"

namespace theatre_admin {

struct RecordListParts {
  RecordListParts(callboard::Registrar& host, const AdminFrame& admin_frame)
      : database(host.database()),
        view(host.view()),
        site(host.site()),
        admin(host.admin_site()),
        audit(host.audit()),
        frame(admin_frame),
        lists(host.search(), host.admin_site()),
        removal(host.audit(), host.search(), host.media()) {}

  std::string zone() const { return site.info()->time_zone; }

  callboard::Database& database;
  callboard::View& view;
  callboard::Site& site;
  const callboard::AdminSite& admin;
  callboard::AuditLog& audit;
  const AdminFrame& frame;
  SqlRecordList lists;
  RecordRemoval removal;
};

// Throws Forbidden.
inline void require_reading(const AdminResource& resource, const callboard::Visitor& visitor) {
  if (!may_read(resource, visitor)) throw callboard::Forbidden("a resource that this administrator may not read");
}

}  // namespace theatre_admin
