#include "plugins/load_order.hpp"

#include <algorithm>

namespace callboard::host {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

// Takes, again and again, the first plugin whose needs are all placed. What is left over at the end
// needs something that is absent, refused, or (in a circle) itself.
LoadOrder load_order(const std::vector<PluginInfo>& plugins) {
  LoadOrder result;
  auto waiting = plugins;
  for (bool placed = true; placed;) {
    const auto next = std::find_if(waiting.begin(), waiting.end(), [&](const PluginInfo& plugin) {
      return std::all_of(plugin.needs.begin(), plugin.needs.end(),
                         [&](const auto& need) { return contains(result.order, need); });
    });
    placed = next != waiting.end();
    if (!placed) break;
    result.order.push_back(next->name);
    waiting.erase(next);
  }
  for (const auto& plugin : waiting) {
    std::string why;
    for (const auto& need : plugin.needs) {
      if (contains(result.order, need)) continue;
      const bool known =
          std::any_of(waiting.begin(), waiting.end(), [&](const auto& other) { return other.name == need; });
      why += (why.empty() ? "needs " : " and ") + need +
             (known ? ", which cannot start either" : ", which is not running");
    }
    result.refused.push_back({plugin.name, why});
  }
  return result;
}

}  // namespace callboard::host
