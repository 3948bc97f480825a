// What the layout shows around a page: the menu, who is signed in, flashes, the language switch.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "callboard/registrar.hpp"
#include "callboard/site.hpp"
#include "http/page_renderer.hpp"

namespace callboard::host {

// What the site is, as far as its pages show it. The functions are called at each page, from several
// threads: what they look at must not change once requests are served.
struct PageSite {
  std::function<std::shared_ptr<const SiteInfo>()> info;  // as it is now
  std::function<const std::vector<MenuEntry>&()> menu;    // of all plugins, in any order
  std::function<bool(std::string_view path)> has_route;   // whether a GET of that path leads somewhere
};

// The values of the frame: `csrf_token`, and all else below `site`, so that a page's own values never
// collide with them.
nlohmann::json frame_values(const PageSite& site, const PageContext& context, std::string title);

}  // namespace callboard::host
