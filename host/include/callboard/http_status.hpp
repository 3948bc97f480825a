// HTTP's methods and the status codes that Callboard answers with (RFC 9110).
#pragma once

#include <string_view>

#include "callboard/api.hpp"

namespace callboard {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options, Other };

// The method's name as it stands in a request line. `Other` is "OTHER".
CALLBOARD_API std::string_view name_of(Method method);
// Methods are case-sensitive (RFC 9110, 9.1); an unknown one is `Other`.
CALLBOARD_API Method method_from(std::string_view name);
// Safe methods do not change anything (RFC 9110, 9.2.1), so they need no CSRF token.
constexpr bool is_safe(Method method) {
  return method == Method::Get || method == Method::Head || method == Method::Options;
}

enum class HttpStatus : int {
  Ok = 200,
  Created = 201,
  Accepted = 202,
  NoContent = 204,
  PartialContent = 206,
  MovedPermanently = 301,
  Found = 302,
  SeeOther = 303,
  NotModified = 304,
  PermanentRedirect = 308,
  BadRequest = 400,
  Unauthorized = 401,
  Forbidden = 403,
  NotFound = 404,
  MethodNotAllowed = 405,
  NotAcceptable = 406,
  RequestTimeout = 408,
  Conflict = 409,
  Gone = 410,
  PreconditionFailed = 412,
  ContentTooLarge = 413,
  UnsupportedMediaType = 415,
  UnprocessableContent = 422,
  Locked = 423,  // RFC 4918, 11.3
  TooManyRequests = 429,
  HeadersTooLarge = 431,
  ChecksumMismatch = 460,  // tus 1.0, the checksum extension
  InternalError = 500,
  Unavailable = 503,
};

constexpr int code_of(HttpStatus status) { return static_cast<int>(status); }
// "Not Found" for 404; "Unknown" for a code that is not listed above.
CALLBOARD_API std::string_view reason_of(HttpStatus status);

}  // namespace callboard
