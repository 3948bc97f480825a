#include "loan_fields.hpp"

#include <algorithm>
#include <string_view>

#include <callboard/errors.hpp>
#include <callboard/json_body.hpp>

#include "text_checks.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

std::string checked(std::string value, std::string_view field, std::size_t most) {
  if (characters(value) > most) {
    throw BadRequest(_("The field {field} is too long.").with("field", field), "a field is too long");
  }
  if (has_control_character(value)) {
    throw BadRequest(_("The field {field} contains control characters.").with("field", field),
                     "a field with control characters");
  }
  return value;
}

std::string serial_of(const nlohmann::json& body, std::string_view field) {
  return checked(required_text(body, field), field, kMaxSerial);
}

std::string key_of(const nlohmann::json& body) {
  return checked(required_text_or_integer(body, "key"), "key", kMaxKeyLabel);
}

std::string checked_code(std::string code) {
  const bool digits = std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (code.size() != 4 || !digits) throw BadRequest(_("The code must be four digits."), "a code of another form");
  return code;
}

}  // namespace

LoanRequest loan_request(const nlohmann::json& body) {
  auto code = optional_text(body, "code");
  if (!code) return {serial_of(body, "serial"), key_of(body)};
  if (body.contains("serial") && !body["serial"].is_null()) {
    throw BadRequest(_("Give a serial number or a code, not both."), "a serial number and a code");
  }
  auto digits = checked_code(std::move(*code));
  return {"", key_of(body), std::move(digits)};
}

HandoverRequest handover_request(const nlohmann::json& body) {
  return {serial_of(body, "serial"), key_of(body), serial_of(body, "to")};
}

}  // namespace key_cabinet
