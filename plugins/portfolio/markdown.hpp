// A small safe Markdown: CommonMark read by cmark-gfm, and written by a template of ours (portfolio/markdown.html) from
// a flat list of what begins and ends. So no HTML of the author's ever reaches a page: it is shown as text; pictures
// are their alternative text, and links go to http, https and mailto alone. Pure functions; thread-safe.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace portfolio {

// For the template's section "markdown".
nlohmann::json markdown_events(const std::string& text);
// Its words without any markup, at most `most` characters.
std::string markdown_excerpt(const std::string& text, std::size_t most);

}  // namespace portfolio
