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

// The beginning of a value, as far as a page shows it.
std::string shortened(std::string text);

}  // namespace theatre_admin
