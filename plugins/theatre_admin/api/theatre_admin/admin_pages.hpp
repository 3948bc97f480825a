// For plugins whose administration needs more than an AdminResource: pages of their own that stand in the same frame,
// below the same menu. Asked for when all plugins have registered, since they register in any order:
//
//   host.when_all_registered([this](Registrar& all) {
//     if (auto* pages = all.find<theatre_admin::AdminPages>()) board_.emplace(*pages).add_routes(all.routes());
//   });
//
// Without the theatre_admin plugin there is no administration, and no service.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <callboard/admin.hpp>
#include <callboard/http.hpp>
#include <callboard/visitor.hpp>

namespace theatre_admin {

// One entry of the menu for all that stands below one address: its resources ("keys/holders" below "/admin/keys") and
// `pages` are offered in a second row, and only there.
struct AdminSection {
  callboard::Text label;
  std::string url;  // of its first page: "/admin/keys"
  int order = 100;  // among the resources
  std::vector<callboard::AdminLink> pages = {};
};

// Thread-safe, but for section().
class AdminPages {
 public:
  static constexpr std::string_view kService = "theatre_admin.pages/1";

  virtual ~AdminPages() = default;

  // A page whose template begins with {{>theatre_admin/frame}}. `place` is the address of the menu's entry that is
  // marked as the present one: "/admin/shows".
  virtual callboard::Response render(std::string_view page, nlohmann::json data, const callboard::Visitor& visitor,
                                     const std::string& place,
                                     callboard::HttpStatus status = callboard::HttpStatus::Ok) const = 0;
  // Only while plugins register.
  virtual void section(AdminSection section) = 0;
};

}  // namespace theatre_admin
