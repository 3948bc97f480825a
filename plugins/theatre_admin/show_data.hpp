// A show as templates write it. Pure functions; thread-safe.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "show.hpp"

namespace theatre_admin {

// Times are on the wall of `zone`, an IANA name.
nlohmann::json show_data(const Show& show, const std::string& zone);
// In their order: [{"month": "December 2026", "shows": […]}, …].
nlohmann::json by_month(const std::vector<Show>& shows, const std::string& zone);

// "1795464000000000-17", and back; nothing where it is no such text.
std::string text_of(const ShowCursor& cursor);
std::optional<ShowCursor> cursor_of(std::string_view text);

}  // namespace theatre_admin
