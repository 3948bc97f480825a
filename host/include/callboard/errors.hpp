// What is thrown when a request cannot be served: absence and refusal. An expected outcome of a use
// case (a course that is full) is a value instead.
//
// Each error carries two texts. The public one is shown to the visitor, translated; the log text
// (`what()`) is for the journal and never leaves the machine. host/src/http/error_response.cpp is
// the one place that turns an error into a reply.
#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <string>

#include "callboard/api.hpp"
#include "callboard/http_status.hpp"
#include "callboard/text.hpp"

namespace callboard {

class CALLBOARD_API Error : public std::exception {
 public:
  // An empty public text means the usual one for this status.
  Error(HttpStatus status, Text public_text, std::string log_text);
  ~Error() override;

  HttpStatus status() const { return status_; }
  const Text& public_text() const { return public_text_; }
  const char* what() const noexcept override { return log_text_.c_str(); }

 private:
  HttpStatus status_;
  Text public_text_;
  std::string log_text_;
};

// 400: the request itself is not right, whoever sends it.
class CALLBOARD_API BadRequest : public Error {
 public:
  explicit BadRequest(Text public_text, std::string log_text = "bad request");
  ~BadRequest() override;
};

// 401: nobody is signed in, or the credential does not hold. Pages redirect to /login instead.
class CALLBOARD_API Unauthorized : public Error {
 public:
  explicit Unauthorized(std::string log_text, Text public_text = {});
  ~Unauthorized() override;
};

// 403: the visitor is known and may not do this.
class CALLBOARD_API Forbidden : public Error {
 public:
  explicit Forbidden(std::string log_text, Text public_text = {});
  ~Forbidden() override;
};

// 404. `what` names the kind of thing for the log ("enrolment").
class CALLBOARD_API NotFound : public Error {
 public:
  explicit NotFound(std::string what, Text public_text = {});
  ~NotFound() override;
};

// 409: somebody else was quicker, or the thing is no longer in the state that this needs.
class CALLBOARD_API Conflict : public Error {
 public:
  explicit Conflict(std::string log_text, Text public_text = {});
  ~Conflict() override;
};

// 413: larger than this route takes.
class CALLBOARD_API ContentTooLarge : public Error {
 public:
  explicit ContentTooLarge(std::string log_text, Text public_text = {});
  ~ContentTooLarge() override;
};

// 429, with `Retry-After`.
class CALLBOARD_API TooMany : public Error {
 public:
  TooMany(std::chrono::seconds retry_after, std::string log_text, Text public_text = {});
  ~TooMany() override;
  std::chrono::seconds retry_after() const { return retry_after_; }

 private:
  std::chrono::seconds retry_after_;
};

// 503: something this depends on (the database, a plugin) is not there now. Trying again later helps.
class CALLBOARD_API Unavailable : public Error {
 public:
  // `retry_after` where it is known when that will be; then the reply has a `Retry-After`.
  explicit Unavailable(std::string log_text, Text public_text = {},
                       std::optional<std::chrono::seconds> retry_after = std::nullopt);
  ~Unavailable() override;
  std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }

 private:
  std::optional<std::chrono::seconds> retry_after_;
};

}  // namespace callboard
