#include "callboard/errors.hpp"

#include <utility>

#include "callboard/database.hpp"

namespace callboard {

Error::Error(HttpStatus status, Text public_text, std::string log_text)
    : status_(status), public_text_(std::move(public_text)), log_text_(std::move(log_text)) {}
Error::~Error() = default;

BadRequest::BadRequest(Text public_text, std::string log_text)
    : Error(HttpStatus::BadRequest, std::move(public_text), std::move(log_text)) {}
BadRequest::~BadRequest() = default;

Unauthorized::Unauthorized(std::string log_text, Text public_text)
    : Error(HttpStatus::Unauthorized, std::move(public_text), std::move(log_text)) {}
Unauthorized::~Unauthorized() = default;

Forbidden::Forbidden(std::string log_text, Text public_text)
    : Error(HttpStatus::Forbidden, std::move(public_text), std::move(log_text)) {}
Forbidden::~Forbidden() = default;

NotFound::NotFound(std::string what, Text public_text)
    : Error(HttpStatus::NotFound, std::move(public_text), "not found: " + std::move(what)) {}
NotFound::~NotFound() = default;

Conflict::Conflict(std::string log_text, Text public_text)
    : Error(HttpStatus::Conflict, std::move(public_text), std::move(log_text)) {}
Conflict::~Conflict() = default;

ContentTooLarge::ContentTooLarge(std::string log_text, Text public_text)
    : Error(HttpStatus::ContentTooLarge, std::move(public_text), std::move(log_text)) {}
ContentTooLarge::~ContentTooLarge() = default;

TooMany::TooMany(std::chrono::seconds retry_after, std::string log_text, Text public_text)
    : Error(HttpStatus::TooManyRequests, std::move(public_text), std::move(log_text)), retry_after_(retry_after) {}
TooMany::~TooMany() = default;

Unavailable::Unavailable(std::string log_text, Text public_text, std::optional<std::chrono::seconds> retry_after)
    : Error(HttpStatus::Unavailable, std::move(public_text), std::move(log_text)), retry_after_(retry_after) {}
Unavailable::~Unavailable() = default;

ConstraintViolation::ConstraintViolation(Kind kind, std::string log_text)
    : Conflict(std::move(log_text)), kind_(kind) {}
ConstraintViolation::~ConstraintViolation() = default;

OutcomeUnknown::OutcomeUnknown(std::string log_text) : Unavailable(std::move(log_text)) {}
OutcomeUnknown::~OutcomeUnknown() = default;

}  // namespace callboard
