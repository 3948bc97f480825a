#include "callboard/json_body.hpp"

#include <algorithm>
#include <array>

#include "callboard/errors.hpp"

namespace callboard {
namespace {

// White space beyond ASCII, in UTF-8: Unicode's White_Space, and the invisible U+200B, U+2060, U+FEFF.
constexpr std::array<std::string_view, 22> kBlanks{
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
    "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
    "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\x8B", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
    "\xE2\x81\x9F", "\xE2\x81\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"};

[[noreturn]] void missing(std::string_view member) {
  throw BadRequest(_("The field {field} is missing or empty.").with("field", member), "json: a member is missing");
}

[[noreturn]] void wrong_type(std::string_view member) {
  throw BadRequest(_("The field {field} has the wrong type.").with("field", member),
                   "json: a member of the wrong type");
}

const nlohmann::json& required(const nlohmann::json& object, std::string_view member) {
  const auto found = object.find(member);
  if (found == object.end() || found->is_null()) missing(member);
  return *found;
}

}  // namespace

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) {
      text.remove_prefix(1);
      continue;
    }
    const auto blank = std::find_if(kBlanks.begin(), kBlanks.end(), [&](auto b) { return text.starts_with(b); });
    if (blank == kBlanks.end()) return false;
    text.remove_prefix(blank->size());
  }
  return true;
}

std::string required_text(const nlohmann::json& object, std::string_view member) {
  const auto& value = required(object, member);
  if (!value.is_string()) wrong_type(member);
  if (is_blank(value.get_ref<const std::string&>())) missing(member);
  return value.get<std::string>();
}

std::int64_t required_integer(const nlohmann::json& object, std::string_view member) {
  const auto& value = required(object, member);
  const bool too_large = value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX;
  if (!value.is_number_integer() || too_large) wrong_type(member);
  return value.get<std::int64_t>();
}

std::string required_text_or_integer(const nlohmann::json& object, std::string_view member) {
  const auto& value = required(object, member);
  return value.is_number_integer() ? std::to_string(required_integer(object, member)) : required_text(object, member);
}

std::optional<std::string> optional_text(const nlohmann::json& object, std::string_view member) {
  const auto found = object.find(member);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) wrong_type(member);
  return found->get<std::string>();
}

}  // namespace callboard
