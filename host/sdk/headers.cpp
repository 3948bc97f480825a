#include "callboard/http.hpp"
#include "text_scan.hpp"

namespace callboard {

void Headers::add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(fields_, [&](const auto& field) { return same_without_case(field.first, name); });
  fields_.emplace_back(name, std::move(value));
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
  for (const auto& [known, value] : fields_) {
    if (same_without_case(known, name)) return value;
  }
  return std::nullopt;
}

}  // namespace callboard
