// One event as one line of JSON, of bounded length.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "callboard/services.hpp"

namespace callboard::host {

// A line up to this length, its end included, is written to a pipe in one piece (PIPE_BUF), so that
// the lines of several processes never mix.
inline constexpr std::size_t kLogLineLimit = 4096;  // bytes

struct LogEvent {
  Time at;
  Log::Level level;
  std::string_view name;
  int pid;
  std::string_view request;  // empty: left out
};

// {"ts":"2026-11-21T08:00:00.123Z","level":"info","event":"…","pid":7,"request":"…",details…} without
// a line end. Details that look like secrets are masked; long strings are cut, and where that is not
// enough the details are replaced by `"truncated":true`. Never throws for odd details: what is not
// UTF-8 is replaced, what is no object stands under "details".
std::string log_line(const LogEvent& event, const nlohmann::json& details);

}  // namespace callboard::host
