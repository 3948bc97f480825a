#include "view/page_frame.hpp"

#include <algorithm>

#include "site/site_info_pages.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;

bool may_open(const Access& access, const Visitor& visitor) {
  switch (access.kind) {
    case Access::Kind::Everyone: return true;
    case Access::Kind::SignedIn: return visitor.is_person();
    case Access::Kind::Role: return visitor.is_person() && visitor.has_role(access.role);
    case Access::Kind::Device: return false;  // no browser is a device
  }
  return false;
}

// "/admin" is also current at "/admin/shows", but "/" only at "/".
bool is_current(std::string_view url, std::string_view path) {
  return path == url || (url.size() > 1 && path.starts_with(url) && path.substr(url.size()).starts_with('/'));
}

json menu(const PageSite& site, const PageContext& context) {
  std::vector<const MenuEntry*> entries;
  for (const auto& entry : site.menu()) {
    if (may_open(entry.access, context.visitor)) entries.push_back(&entry);
  }
  std::stable_sort(entries.begin(), entries.end(), [](auto* a, auto* b) { return a->order < b->order; });
  auto menu = json::array();
  for (const auto* entry : entries) {
    menu.push_back({{"label", entry->label}, {"url", entry->url}, {"current", is_current(entry->url, context.path)}});
  }
  return menu;
}

std::string_view alert_of(Flash::Kind kind) {
  switch (kind) {
    case Flash::Kind::Success: return "success";
    case Flash::Kind::Info: return "info";
    case Flash::Kind::Warning: return "warning";
    case Flash::Kind::Danger: return "danger";
  }
  return "info";
}

json flashes(const PageContext& context) {
  auto flashes = json::array();
  for (const auto& flash : context.flashes) {
    flashes.push_back(
        {{"alert", alert_of(flash.kind)}, {"urgent", flash.kind == Flash::Kind::Danger}, {"text", flash.text}});
  }
  return flashes;
}

// Links to accounts appear only where a plugin brought such pages.
json visitor(const PageSite& site, const Visitor& visitor) {
  json links = json::object();
  const auto link = [&](const char* name, std::string_view path) {
    if (site.has_route(path)) links[name] = path;
  };
  if (visitor.is_person()) {
    links["name"] = visitor.name;
    link("profile", "/profile");
    link("logout", "/logout");
  } else {
    link("login", "/login");
    link("register", "/register");
  }
  return links;
}

// Lines of text; one that is an e-mail address or a telephone number by itself becomes a link.
json contacts(std::string_view text) {
  auto lines = json::array();
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) continue;
    const bool one_word = line.find(' ') == std::string_view::npos;
    const bool phone = line.front() == '+' && line.find_first_not_of("+0123456789 ()-") == std::string_view::npos;
    lines.push_back(
        {{"line", line}, {"email", one_word && line.find('@') != std::string_view::npos}, {"phone", phone}});
  }
  return lines;
}

}  // namespace

json frame_values(const PageSite& site, const PageContext& context, std::string title) {
  auto entries = menu(site, context);
  auto links = visitor(site, context.visitor);
  const auto info = site.info();
  json values{{"name", info->name},
              {"logo", logo_url(*info)},
              {"contacts", contacts(info->contacts)},
              {"privacy", !info->privacy.empty()},
              {"title", std::move(title)},
              {"language", code_of(context.language)},
              {"english", context.language == Language::English},
              {"russian", context.language == Language::Russian},
              {"path", context.path},
              {"navigation", !entries.empty() || !links.empty()},
              {"menu", std::move(entries)},
              {"visitor", std::move(links)},
              {"flashes", flashes(context)}};
  return {{"csrf_token", context.csrf_token}, {"site", std::move(values)}};
}

}  // namespace callboard::host
