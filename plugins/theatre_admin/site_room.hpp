// The room of this plugin for the playbill and the site's settings, wired: /shows, /admin/settings, the resource
// "shows". Made while the plugin registers; lives as long.
#pragma once

#include <callboard/registrar.hpp>

#include "admin_frame.hpp"
#include "demo.hpp"
#include "settings_page.hpp"
#include "show_pages.hpp"
#include "sql_show_repository.hpp"
#include "sql_show_titles.hpp"

namespace theatre_admin {

class SiteRoom {
 public:
  SiteRoom(callboard::Registrar& host, const AdminFrame& frame);
  SiteRoom(const SiteRoom&) = delete;
  SiteRoom& operator=(const SiteRoom&) = delete;

  void register_with(callboard::Registrar& host);

 private:
  void add_pages(callboard::Routes& routes);

  SqlShowRepository rows_;
  SqlShowTitles titles_;
  Shows shows_;
  ShowReviews show_reviews_;
  ShowPages show_pages_;
  SiteSettings settings_;
  SettingsPage settings_page_;
  Demo demo_;
};

}  // namespace theatre_admin
