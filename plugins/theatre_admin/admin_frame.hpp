// What all pages of the administration have around them: the menu of what there is to administrate.
#pragma once

#include <string>

#include <callboard/admin.hpp>
#include <callboard/view.hpp>

#include "api/theatre_admin/admin_pages.hpp"

namespace theatre_admin {

// Thread-safe.
class AdminFrame : public AdminPages {
 public:
  AdminFrame(callboard::View& view, const callboard::AdminSite& site) : view_(view), site_(site) {}

  callboard::Response render(std::string_view page, nlohmann::json data, const callboard::Visitor& visitor,
                             const std::string& place,
                             callboard::HttpStatus status = callboard::HttpStatus::Ok) const override;
  void section(AdminSection section) override { sections_.push_back(std::move(section)); }

 private:
  nlohmann::json menu(const callboard::Visitor& visitor, const std::string& place) const;
  nlohmann::json section_menu(const AdminSection& section, const callboard::Visitor& visitor,
                              const std::string& place) const;
  // The section in which that address lies, or null.
  const AdminSection* section_of(const std::string& address) const;

  callboard::View& view_;
  const callboard::AdminSite& site_;
  std::vector<AdminSection> sections_;
};

}  // namespace theatre_admin
