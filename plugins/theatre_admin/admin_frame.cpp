#include "admin_frame.hpp"

#include "record.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

json AdminFrame::menu(const Visitor& visitor, const std::string& place) const {
  auto entries = json::array();
  const auto add = [&](const Text& label, const std::string& url) {
    entries.push_back({{"label", label}, {"url", url}, {"current", url == place}});
  };
  add(_("Overview"), "/admin");
  for (const auto& resource : site_.resources()) {
    if (may_read(resource, visitor)) add(resource.label, address_of(resource));
  }
  add(_("Site settings"), "/admin/settings");
  add(_("Audit log"), "/admin/audit");
  add(_("Database"), "/admin/database");
  return entries;
}

Response AdminFrame::render(std::string_view page, json data, const Visitor& visitor, const std::string& place,
                            HttpStatus status) const {
  data["admin_menu"] = menu(visitor, place);
  return view_.render(page, std::move(data), status);
}

}  // namespace theatre_admin
