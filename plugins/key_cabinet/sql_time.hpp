// Points in time as both databases keep them: UTC with microseconds, "2026-11-21 08:00:00.000000".
#pragma once

#include <chrono>
#include <string>

#include <callboard/services.hpp>
#include <fmt/chrono.h>

namespace key_cabinet {

inline std::string sql_time(callboard::Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto whole = fmt::gmtime(std::chrono::system_clock::to_time_t(seconds));
  return fmt::format("{:%Y-%m-%d %H:%M:%S}.{:06}", whole, (time - seconds).count());
}

}  // namespace key_cabinet
