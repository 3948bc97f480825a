// In which order plugins register: each after those that it needs, otherwise as configured.
#pragma once

#include <string>
#include <vector>

#include "callboard/plugin.hpp"

namespace callboard::host {

struct LoadOrder {
  struct Refusal {
    std::string plugin;
    std::string why;  // "needs accounts, which is not enabled"; "needs itself: a -> b -> a"
  };
  std::vector<std::string> order;
  std::vector<Refusal> refused;  // and, in turn, all that need them
};

LoadOrder load_order(const std::vector<PluginInfo>& plugins);

}  // namespace callboard::host
