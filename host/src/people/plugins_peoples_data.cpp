#include "people/plugins_peoples_data.hpp"

namespace callboard::host {

nlohmann::json PluginsPeoplesData::collect(Transaction& tx, UserId user) const {
  auto all = nlohmann::json::object();
  for (const auto& part : parts_) {
    auto data = part.collect(tx, user);
    if (!data.empty()) all[part.section] = std::move(data);
  }
  return all;
}

void PluginsPeoplesData::erase(Transaction& tx, UserId user) const {
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) part->erase(tx, user);
  audit_.erase(tx, user);
}

}  // namespace callboard::host
