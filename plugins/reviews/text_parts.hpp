// A plain text cut into what is text and what is an address, so that a template can make links. Pure; thread-safe.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace reviews {

// [{"words": "See "}, {"url": "https://…"}, {"words": "."}]: only http and https, and of a sentence's end nothing.
nlohmann::json text_parts(const std::string& text);
// At most so many characters, cut behind a word, with an ellipsis then.
std::string shortened(const std::string& text, std::size_t longest);

}  // namespace reviews
