// How a review names its author: enough to be somebody, not enough to be looked up. Pure functions; thread-safe.
#pragma once

#include <string>

#include <callboard/people.hpp>

namespace reviews {

// The first name and the initial of the last: "Grace L.", "Мария С." (Russian names are often written with the surname
// first); the user name where there is no full name.
std::string public_name(const callboard::PersonName& person);

}  // namespace reviews
