// Fields as the template theatre_admin/form_fields shows them. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "field_values.hpp"

namespace theatre_admin {

// What a form shows in a field.
struct FieldState {
  std::vector<std::string> texts = {};
  callboard::Text fault = {};
  std::string picture = {};  // the address of the present one
  std::string kept = {};     // an uploaded one that waits, sealed
};

nlohmann::json form_field(const AdminField& field, const FieldState& state, FieldValues& values,
                          const callboard::AdminSite& site);

}  // namespace theatre_admin
