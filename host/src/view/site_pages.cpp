#include "view/site_pages.hpp"

#include <algorithm>

namespace callboard::host {
namespace {

// The data of one panel, or null: it stays out, or it failed.
nlohmann::json data_of(const HomePanel& panel, const Visitor& visitor, const TemplateView& view, Log& log) {
  const auto failed = [&](std::string_view why) {
    log.error("home_panel_failed", {{"panel", panel.page}, {"error", why}});
    return nlohmann::json();
  };
  try {
    auto data = panel.data(visitor);
    if (data.is_null() || (data.is_object() && view.has(panel.page))) return data;
    return failed(data.is_object() ? "there is no such page" : "its data is no object");
  } catch (const std::exception& error) {
    return failed(error.what());
  } catch (...) {
    return failed("it threw what is no exception");
  }
}

}  // namespace

Response SitePages::home(const Request&, const Visitor& visitor) const {
  std::vector<const HomePanel*> panels;
  for (const auto& panel : panels_()) panels.push_back(&panel);
  std::stable_sort(panels.begin(), panels.end(), [](auto* a, auto* b) { return a->order < b->order; });
  auto shown = nlohmann::json::array();
  for (const auto* panel : panels) {
    auto data = data_of(*panel, visitor, view_, log_);
    if (!data.is_null()) shown.push_back({{"$page", panel->page}, {"data", std::move(data)}});
  }
  return view_.render("host/home", {{"panels", std::move(shown)}}, HttpStatus::Ok);
}

}  // namespace callboard::host
