// The name under which ctemplate keeps a template in one language.
#pragma once

#include <string>
#include <string_view>

#include "callboard/visitor.hpp"

namespace callboard::host {

// `name` has its ending: "en/courses/schedule.html".
inline std::string template_key(std::string_view name, Language language) {
  return std::string(code_of(language)).append("/").append(name);
}

}  // namespace callboard::host
