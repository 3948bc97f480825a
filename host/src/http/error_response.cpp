#include "http/error_response.hpp"

#include <array>

namespace callboard::host {
namespace {

struct DefaultText {
  HttpStatus status;
  Text (*title)();
  Text (*text)();
};

// What is said where an error brings no public text of its own.
constexpr std::array kDefaultTexts{
    DefaultText{HttpStatus::BadRequest, [] { return _("Bad request"); },
                [] { return _("The request could not be understood."); }},
    DefaultText{HttpStatus::Unauthorized, [] { return _("Sign in first"); },
                [] { return _("You need to sign in for this."); }},
    DefaultText{HttpStatus::Forbidden, [] { return _("Not allowed"); },
                [] { return _("You are not allowed to do this."); }},
    DefaultText{HttpStatus::NotFound, [] { return _("Not found"); }, [] { return _("There is nothing here."); }},
    DefaultText{HttpStatus::MethodNotAllowed, [] { return _("Method not allowed"); },
                [] { return _("This address does not take such a request."); }},
    DefaultText{HttpStatus::Conflict, [] { return _("Conflict"); },
                [] { return _("Somebody else has changed this in the meantime. Look again and retry."); }},
    DefaultText{HttpStatus::ContentTooLarge, [] { return _("Too large"); },
                [] { return _("What you sent is too large."); }},
    DefaultText{HttpStatus::UnsupportedMediaType, [] { return _("Unsupported format"); },
                [] { return _("This format is not supported."); }},
    DefaultText{HttpStatus::UnprocessableContent, [] { return _("Invalid input"); },
                [] { return _("What you sent does not hold."); }},
    DefaultText{HttpStatus::TooManyRequests, [] { return _("Too many tries"); },
                [] { return _("Too many tries. Wait a little and try again."); }},
    DefaultText{HttpStatus::InternalError, [] { return _("Something went wrong"); },
                [] { return _("The fault is ours and has been noted. Try again later."); }},
    DefaultText{HttpStatus::Unavailable, [] { return _("Not available now"); },
                [] { return _("This does not work right now. Try again in a moment."); }},
};

const DefaultText* defaults_of(HttpStatus status) {
  for (const auto& entry : kDefaultTexts) {
    if (entry.status == status) return &entry;
  }
  return nullptr;
}

Text title_of(HttpStatus status) {
  const auto* known = defaults_of(status);
  return known ? known->title() : Text::verbatim(reason_of(status));
}

Text text_of(const Error& error) {
  if (!error.public_text().empty()) return error.public_text();
  const auto* known = defaults_of(error.status());
  return known ? known->text() : Text::verbatim(reason_of(error.status()));
}

std::optional<std::chrono::seconds> retry_after(const Error& error) {
  if (const auto* too_many = dynamic_cast<const TooMany*>(&error)) return too_many->retry_after();
  if (const auto* unavailable = dynamic_cast<const Unavailable*>(&error)) return unavailable->retry_after();
  return std::nullopt;
}

Response body_of(const Error& error, const ErrorManner& manner, const PageRenderer& renderer) {
  const auto text = text_of(error);
  const auto status = error.status();
  if (manner.shape == ErrorShape::Error) {
    return Response::json({{"error", renderer.translate(text, manner.language)}}, status);
  }
  if (manner.shape == ErrorShape::Message || manner.wants_json) {
    return Response::json({{"message", renderer.translate(text, manner.language)}}, status);
  }
  return Response::page(
      {"layout/error",
       {{"status", code_of(status)}, {"title", title_of(status)}, {"text", text}, {"request_id", manner.request_id}}},
      status);
}

}  // namespace

Response error_response(const Error& error, const ErrorManner& manner, const PageRenderer& renderer) {
  auto response = body_of(error, manner, renderer);
  // RFC 9110, 15.5.2: a 401 names what would be accepted.
  if (error.status() == HttpStatus::Unauthorized) response.headers().set("WWW-Authenticate", "Bearer");
  if (const auto wait = retry_after(error)) response.headers().set("Retry-After", std::to_string(wait->count()));
  return response;
}

Response bare_error_response(HttpStatus status) {
  return Response::text(std::string(reason_of(status)) + "\n", status);
}

}  // namespace callboard::host
