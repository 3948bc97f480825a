// A show as templates write it. Pure functions; thread-safe.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "show.hpp"

namespace theatre_admin {

// Times are on the wall of `zone`, an IANA name.
nlohmann::json show_data(const Show& show, const std::string& zone);
// The address of its picture, which names the content; empty without one.
std::string picture_url(const Show& show);
// In their order: [{"month": "December 2026", "shows": […]}, …]. `ratings` are for {{>reviews/rating}}.
nlohmann::json by_month(const std::vector<Show>& shows, const std::string& zone,
                        const std::map<ShowId, nlohmann::json>& ratings = {});

// "1795464000000000-17", and back; nothing where it is no such text.
std::string text_of(const ShowCursor& cursor);
std::optional<ShowCursor> cursor_of(std::string_view text);

}  // namespace theatre_admin
