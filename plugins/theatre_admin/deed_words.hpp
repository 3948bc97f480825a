// What was done, as the audit log names it, in words: the plugin's own where it declares them. Pure functions.
#pragma once

#include <string>
#include <vector>

#include <callboard/admin.hpp>

namespace theatre_admin {

// `resource` may be null. What nobody has words for is called by its own name.
callboard::Text deed_in_words(const callboard::AdminResource* resource, const std::string& action);

// All that has words, each once; for a choice.
std::vector<callboard::AdminChoice> known_deeds(const callboard::AdminSite& site);

}  // namespace theatre_admin
