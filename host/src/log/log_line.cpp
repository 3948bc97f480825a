#include "log/log_line.hpp"

#include <algorithm>
#include <array>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace callboard::host {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDepthLimit = 6;
constexpr std::size_t kMembersLimit = 50;

bool looks_secret(std::string_view name) {
  constexpr std::array<std::string_view, 6> kMarks = {"password", "passwd",        "secret",
                                                      "token",    "authorization", "cookie"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::any_of(kMarks.begin(), kMarks.end(), [&](auto mark) { return lower.find(mark) != std::string::npos; });
}

// Not inside a UTF-8 sequence.
std::string cut(const std::string& text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit) + "…";
}

// A copy without secrets, with strings of at most `limit` bytes, and of bounded depth and width.
Json tame(const nlohmann::json& value, std::size_t limit, int depth = 0) {
  if (value.is_string()) return cut(value.get_ref<const std::string&>(), limit);
  if (value.is_binary() || value.is_discarded()) return "…";
  if (!value.is_structured()) return Json(value);
  if (depth == kDepthLimit) return "…";
  Json result = value.is_array() ? Json::array() : Json::object();
  std::size_t members = 0;
  for (const auto& item : value.items()) {
    if (++members > kMembersLimit) break;
    if (value.is_array()) {
      result.push_back(tame(item.value(), limit, depth + 1));
    } else {
      result[cut(item.key(), limit)] = looks_secret(item.key()) ? Json("***") : tame(item.value(), limit, depth + 1);
    }
  }
  return result;
}

std::string_view name_of(Log::Level level) {
  switch (level) {
    case Log::Level::Debug: return "debug";
    case Log::Level::Info: return "info";
    case Log::Level::Warning: return "warning";
    case Log::Level::Error: break;
  }
  return "error";
}

std::string timestamp(Time at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(at - seconds).count();
  const auto utc = fmt::gmtime(static_cast<std::time_t>(seconds.time_since_epoch().count()));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", utc, milliseconds);
}

Json head_of(const LogEvent& event) {
  constexpr std::size_t kNameLimit = 128;
  Json line{{"ts", timestamp(event.at)},
            {"level", name_of(event.level)},
            {"event", cut(std::string(event.name), kNameLimit)},
            {"pid", event.pid}};
  if (!event.request.empty()) line["request"] = cut(std::string(event.request), kNameLimit);
  return line;
}

std::string written(const Json& line) { return line.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string log_line(const LogEvent& event, const nlohmann::json& details) {
  const auto head = head_of(event);
  for (const std::size_t limit : {std::size_t{1024}, std::size_t{128}, std::size_t{32}}) {
    auto line = head;
    const auto tamed =
        details.is_object() || details.empty() ? tame(details, limit) : Json{{"details", tame(details, limit)}};
    for (const auto& item : tamed.items()) {
      // The line's own members cannot be forged by a detail of the same name.
      line[line.contains(item.key()) ? item.key() + "_" : item.key()] = item.value();
    }
    auto text = written(line);
    if (text.size() < kLogLineLimit) return text;
  }
  auto line = head;
  line["truncated"] = true;
  return written(line);
}

}  // namespace callboard::host
