// What a template of a <select> shows. Pure functions.
#pragma once

#include "record.hpp"

namespace theatre_admin {

inline nlohmann::json choice(const std::string& value, const nlohmann::json& label, const std::string& chosen) {
  return {{"value", value}, {"label", label}, {"chosen", value == chosen}};
}

// Those of a field, in its order.
inline nlohmann::json choices(const AdminField& field, const std::string& chosen) {
  auto all = nlohmann::json::array();
  for (const auto& one : field.choices) all.push_back(choice(one.value, one.label, chosen));
  return all;
}

}  // namespace theatre_admin
