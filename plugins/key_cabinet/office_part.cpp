#include "office_part.hpp"

#include <theatre_admin/admin_pages.hpp>

#include "grants_admin.hpp"
#include "import_command.hpp"
#include "keys_admin.hpp"
#include "keys_plot.hpp"

namespace key_cabinet {

using namespace callboard;

OfficePart::OfficePart(Registrar& host, Foundation& foundation)
    : holders_(foundation.clock),
      loans_(foundation.audit, foundation.clock),
      matrix_(host.search(), foundation.audit),
      data_(foundation.database, host.search()),
      import_{foundation.database, foundation.holder_rows, host.search(), foundation.audit, foundation.clock},
      season_({foundation.database, foundation.holder_rows, host.search(), host.people(), foundation.clock,
               foundation.site}) {
  add_resources(host);
  add_services(host, foundation);
  host.when_all_registered([this, &foundation](Registrar& all) { add_pages(all, foundation); });
}

void OfficePart::add_services(Registrar& host, const Foundation& foundation) {
  host.personal_data(data_.part());
  host.job({"forget_leavers", std::chrono::hours(1), [this] { data_.forget_leavers(); }});
  host.dashboard_plot(keys_taken_by_day(foundation.clock, foundation.site));
  host.command(
      {"import key-cabinet", "take holders and keys over from the old key server's SQLite file",
       [this](const auto& arguments, auto& out, auto& err) { return import_keys(import_, arguments, out, err); }});
}

void OfficePart::add_pages(Registrar& host, const Foundation& foundation) {
  auto* pages = host.find<theatre_admin::AdminPages>();
  if (!pages) return;
  pages->section({_("Key cabinet"),
                  "/admin/keys",
                  30,
                  {{_("Live board"), "/admin/keys/board"}, {_("Access: people and rooms"), "/admin/keys/matrix"}}});
  board_pages_.emplace(BoardPages::Parts{foundation.database, foundation.view, foundation.clock, *pages})
      .add_routes(host.routes());
  matrix_pages_.emplace(foundation.database, matrix_, *pages).add_routes(host.routes());
}

void OfficePart::add_resources(Registrar& host) const {
  host.admin_resource(loans_.out(host.database().engine()));
  host.admin_resource(loans_.loans());
  host.admin_resource(holders_.holders());
  host.admin_resource(KeysAdmin::rooms());
  host.admin_resource(KeysAdmin::keys());
  host.admin_resource(HoldersAdmin::groups());
  host.admin_resource(KeysAdmin::groups());
  host.admin_resource(GrantsAdmin::grants());
  host.admin_resource(GrantsAdmin::windows());
  host.admin_resource(GrantsAdmin::bookings());
  host.admin_resource(HoldersAdmin::past_serials());
}

}  // namespace key_cabinet
