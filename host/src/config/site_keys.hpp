// Keys derived from the site's secret, one for each purpose, so that what was made for one is nothing to another.
#pragma once

#include <string_view>

#include "callboard/crypto.hpp"
#include "config/settings.hpp"

namespace callboard::host {

// BLAKE2b of purpose, NUL and secret; the previous secret's key comes second, where there is one. Throws
// std::invalid_argument for a secret shorter than 32 bytes.
Keys derived_keys(const SessionSettings& session, std::string_view purpose);

}  // namespace callboard::host
