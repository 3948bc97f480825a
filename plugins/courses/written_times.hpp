// Days and times as the reader's language writes them, for the values of a Text: "21 November 2026". In the data of a
// template a moment() does this by itself. Pure functions; thread-safe.
#pragma once

#include <string>

#include <callboard/view.hpp>

namespace courses {

// `moment` is one as callboard/moment.hpp makes it.
std::string written(const callboard::View& view, nlohmann::json moment, callboard::Language language);

}  // namespace courses
