// Names that nobody else has.
#pragma once

#include <string>

namespace callboard::host {

// 128 random bits as 32 hexadecimal digits.
std::string random_name();

}  // namespace callboard::host
