#include "site_room.hpp"

#include "shows_admin.hpp"

namespace theatre_admin {

using namespace callboard;

SiteRoom::SiteRoom(Registrar& host, const AdminFrame& frame)
    : shows_(host.database(), rows_, host.clock()),
      show_reviews_(host.database(), rows_, host.clock()),
      show_pages_(host.view(), shows_, host.media(), host.site(), show_reviews_),
      settings_({host.database(), host.site(), host.audit(), host.media(), host.pictures(), host.clock()}),
      settings_page_(frame, settings_),
      demo_({host.database(), rows_, settings_, host.search(), host.media(), host.pictures(), host.clock(),
             host.site()}) {}

void SiteRoom::register_with(Registrar& host) {
  host.menu({_("Playbill"), "/shows", everyone, 10});
  host.provide<ShowTitles>(titles_);
  host.admin_resource(shows_resource());
  host.home_panel({"theatre_admin/home_panel", 5, [this](const Visitor& v) { return show_pages_.home_panel(v); }});
  host.demo([this] { return demo_.load(); });
  add_pages(host.routes());
  host.when_all_registered([this](Registrar& all) {
    if (auto* reviews = all.find<reviews::Reviews>()) show_reviews_.connect(*reviews);
  });
}

void SiteRoom::add_pages(Routes& routes) {
  constexpr std::uint64_t kPictureForm = 12 * 1024 * 1024;
  routes.get("/shows", everyone, [this](const Request& r, const Visitor& v) { return show_pages_.list(r, v); });
  routes.get("/shows/{id:int}", everyone,
             [this](const Request& r, const Visitor& v) { return show_pages_.show(r, v); });
  routes.get("/shows/{id:int}/picture", everyone,
             [this](const Request& r, const Visitor& v) { return show_pages_.picture(r, v); });
  routes.get("/admin/settings", role("admin"),
             [this](const Request&, const Visitor& v) { return settings_page_.show(v); });
  auto& change = routes.post("/admin/settings", role("admin").recently(),
                             [this](const Request& r, const Visitor& v) { return settings_page_.change(r, v); });
  change.heavy = true;
  change.body_limit = kPictureForm;
}

}  // namespace theatre_admin
