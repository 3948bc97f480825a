// What a portfolio keeps about a person: taken along as JSON, and removed with all files, those on their way in too.
// Thread-safe.
#pragma once

#include <callboard/personal_data.hpp>

#include "foundation.hpp"

namespace portfolio {

callboard::PersonalData own_data(const Foundation& foundation);

}  // namespace portfolio
