#include "webauthn_client_data.hpp"

#include <callboard/crypto.hpp>
#include <callboard/errors.hpp>
#include <callboard/json_body.hpp>

namespace accounts {

using namespace callboard;

namespace {

nlohmann::json read(std::string_view client_data) {
  try {
    return parse_json_object(client_data);
  } catch (const BadRequest& error) {
    throw WebauthnRefusal(std::string("client data: ") + error.what());
  }
}

std::string text(const nlohmann::json& data, const char* member) {
  const auto found = data.find(member);
  if (found == data.end() || !found->is_string()) throw WebauthnRefusal(std::string("client data: no ") + member);
  return found->get<std::string>();
}

}  // namespace

void require_client_data(std::string_view client_data, std::string_view type, std::string_view challenge,
                         const RelyingParty& party) {
  const auto data = read(client_data);
  if (text(data, "type") != type) throw WebauthnRefusal("client data: another type");
  if (!equal_in_constant_time(text(data, "challenge"), to_base64url(challenge))) {
    throw WebauthnRefusal("client data: another challenge");
  }
  if (text(data, "origin") != party.origin) throw WebauthnRefusal("client data: another origin");
  const auto crossed = data.find("crossOrigin");
  if (crossed != data.end() && *crossed != false) throw WebauthnRefusal("client data: from another site's frame");
}

}  // namespace accounts
