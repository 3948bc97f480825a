#include "json_api.hpp"

#include <callboard/json_body.hpp>

#include "client.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

[[noreturn]] void refuse_sign_in(const char* log, const char* text) { throw Unauthorized(log, Text::verbatim(text)); }

}  // namespace

Response JsonApi::register_user(const Request& request) const {
  if (!parts_.open) throw Forbidden("registration is closed", _("Registration is closed"));
  auto registrant = registrant_of_json(request);
  registrant.accepts_privacy = true;
  const auto added = parts_.registration.add(registrant);
  refuse_faults(added.faults, added.taken);
  return message("User created successfully", HttpStatus::Created);
}

Response JsonApi::sign_in(const Request& request) const {
  const auto body = request.json();
  const auto client = client_of(request);
  const auto code = optional_text(body, "code").value_or("");
  const auto checked =
      parts_.sign_in.check({required_text(body, "username"), required_text(body, "password"), "", client});
  switch (checked.verdict) {
    case Verdict::Wrong: refuse_sign_in("a wrong password", "Invalid credentials");
    case Verdict::Disabled:
      throw Forbidden("a disabled account", _("This account is disabled. Ask the school's office."));
    case Verdict::Unverified:
      throw Forbidden("an unverified address",
                      _("Confirm your e-mail address first: open the link that was sent to you."));
    case Verdict::SecondFactorUnset:
      throw Forbidden("a second factor is required",
                      _("Your role needs a second factor. Sign in with a browser and set it up first."));
    case Verdict::SecondFactorDue:
      if (code.empty()) refuse_sign_in("no one-time code", "A one-time code is required");
      if (!parts_.second_factors.accepts(checked.user, code, client)) {
        refuse_sign_in("a wrong one-time code", "Invalid credentials");
      }
      break;
    case Verdict::Right: break;
  }
  const auto issued = parts_.tokens.issue(checked.user, client);
  return Response::json({{"message", "Login successful"},
                         {"token", issued.token},
                         {"token_type", "Bearer"},
                         {"expires_in", issued.expires_in.count()}});
}

Registrant registrant_of_json(const Request& request) {
  const auto body = request.json();
  return {required_text(body, "username"),
          optional_text(body, "email").value_or(""),
          required_text(body, "password"),
          std::string(kStudent),
          false,
          client_of(request)};
}

void refuse_faults(const Faults& faults, bool taken) {
  if (taken) throw BadRequest(Text::verbatim("User already exists"), "the name or the address is taken");
  if (faults) throw BadRequest(faults.all().begin()->second, "a field does not hold");
}

Response message(std::string_view text, HttpStatus status) { return Response::json({{"message", text}}, status); }

}  // namespace accounts
