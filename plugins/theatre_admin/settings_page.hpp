// /admin/settings: one form for what the site is as a whole. Thread-safe.
#pragma once

#include "admin_frame.hpp"
#include "site_settings.hpp"

namespace theatre_admin {

class SettingsPage {
 public:
  SettingsPage(const AdminFrame& frame, const SiteSettings& settings) : frame_(frame), settings_(settings) {}

  callboard::Response show(const callboard::Visitor& visitor) const;
  callboard::Response change(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  callboard::Response refuse(const SiteSettingsInput& input, const callboard::Faults& faults,
                             const callboard::Visitor& visitor) const;
  callboard::Response conflict(const SiteSettingsInput& input, const callboard::Visitor& visitor) const;

  const AdminFrame& frame_;
  const SiteSettings& settings_;
};

}  // namespace theatre_admin
