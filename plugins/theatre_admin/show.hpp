// A show of the playbill. Values; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <callboard/services.hpp>

namespace theatre_admin {

using callboard::Time;

enum class ShowId : std::int64_t {};

struct Show {
  ShowId id{};
  std::string title;
  Time starts_at;
  std::string hall;         // may be empty, as the rest
  std::string description;  // lines of plain text
  std::string picture;      // a stored file's name
  std::optional<int> duration_minutes;
  std::string age;  // "12+"
  bool draft = false;
};

// Where a page of the list begins: behind that show, in the order of the list.
struct ShowCursor {
  Time starts_at;
  ShowId id{};
};

}  // namespace theatre_admin
