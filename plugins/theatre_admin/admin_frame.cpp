#include "admin_frame.hpp"

#include <algorithm>

#include "record.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

struct Entry {
  int order;
  json data;
};

json entry(const Text& label, const std::string& url, bool current) {
  return {{"label", label}, {"url", url}, {"current", current}};
}

}  // namespace

const AdminSection* AdminFrame::section_of(const std::string& address) const {
  for (const auto& section : sections_) {
    if (address == section.url || address.starts_with(section.url + "/")) return &section;
  }
  return nullptr;
}

json AdminFrame::menu(const Visitor& visitor, const std::string& place) const {
  std::vector<Entry> middle;
  for (const auto& resource : site_.resources()) {
    const auto url = address_of(resource);
    if (!may_read(resource, visitor) || section_of(url)) continue;
    middle.push_back({resource.order, entry(resource.label, url, url == place)});
  }
  for (const auto& section : sections_) {
    middle.push_back({section.order, entry(section.label, section.url, section_of(place) == &section)});
  }
  std::stable_sort(middle.begin(), middle.end(), [](const auto& a, const auto& b) { return a.order < b.order; });
  auto entries = json::array({entry(_("Overview"), "/admin", place == "/admin")});
  for (auto& each : middle) entries.push_back(std::move(each.data));
  for (const auto& [label, url] :
       {AdminLink{_("Site settings"), "/admin/settings"}, AdminLink{_("Audit log"), "/admin/audit"},
        AdminLink{_("Database"), "/admin/database"}}) {
    entries.push_back(entry(label, url, url == place));
  }
  return entries;
}

json AdminFrame::section_menu(const AdminSection& section, const Visitor& visitor, const std::string& place) const {
  const auto& resources = site_.resources();
  const bool is_list = std::any_of(resources.begin(), resources.end(),
                                   [&](const auto& resource) { return address_of(resource) == section.url; });
  auto entries = json::array();
  if (!is_list) entries.push_back(entry(_("Overview"), section.url, place == section.url));
  for (const auto& page : section.pages) entries.push_back(entry(page.label, page.url, page.url == place));
  for (const auto& resource : resources) {
    const auto url = address_of(resource);
    if (may_read(resource, visitor) && section_of(url) == &section) {
      entries.push_back(entry(resource.label, url, url == place));
    }
  }
  return entries;
}

Response AdminFrame::render(std::string_view page, json data, const Visitor& visitor, const std::string& place,
                            HttpStatus status) const {
  data["admin_menu"] = menu(visitor, place);
  if (const auto* section = section_of(place)) {
    data["admin_section"] = {{"label", section->label}, {"entries", section_menu(*section, visitor, place)}};
  }
  return view_.render(page, std::move(data), status);
}

}  // namespace theatre_admin
