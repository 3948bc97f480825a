// States, deeds, subjects and cursors as words: for the database, for addresses, for people. Pure functions;
// thread-safe.
#pragma once

#include <string_view>

#include <callboard/text.hpp>

#include "review.hpp"

namespace reviews {

std::string_view name_of(State state);
State state_named(std::string_view name);
callboard::Text label_of(State state);

std::string_view name_of(Deed deed);
Deed deed_named(std::string_view name);
callboard::Text label_of(Deed deed);

// "show:7", and back; nothing where it is no such text.
std::string text_of(const SubjectRef& subject);
std::optional<SubjectRef> subject_in(std::string_view text);

// "5-1795464000000000-17", and back.
std::string text_of(const Cursor& cursor);
std::optional<Cursor> cursor_in(std::string_view text);

// All of the text is a number from 0.
std::optional<std::int64_t> number_in(std::string_view text);

}  // namespace reviews
