#include "loan_fields.hpp"

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

}  // namespace

LoanRequest loan_request(const nlohmann::json& body) {
  return {checked(required_text(body, "serial"), "serial", kMaxSerial),
          checked(required_text_or_integer(body, "key"), "key", kMaxKeyLabel)};
}

}  // namespace key_cabinet
