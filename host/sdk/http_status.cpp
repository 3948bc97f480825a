#include "callboard/http_status.hpp"

#include <array>
#include <utility>

namespace callboard {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods{{{Method::Get, "GET"},
                                                                       {Method::Head, "HEAD"},
                                                                       {Method::Post, "POST"},
                                                                       {Method::Put, "PUT"},
                                                                       {Method::Patch, "PATCH"},
                                                                       {Method::Delete, "DELETE"},
                                                                       {Method::Options, "OPTIONS"}}};

}  // namespace

std::string_view name_of(Method method) {
  for (const auto& [value, name] : kMethods) {
    if (value == method) return name;
  }
  return "OTHER";
}

Method method_from(std::string_view name) {
  for (const auto& [value, known] : kMethods) {
    if (known == name) return value;
  }
  return Method::Other;
}

std::string_view reason_of(HttpStatus status) {
  switch (status) {
    case HttpStatus::Ok: return "OK";
    case HttpStatus::Created: return "Created";
    case HttpStatus::Accepted: return "Accepted";
    case HttpStatus::NoContent: return "No Content";
    case HttpStatus::PartialContent: return "Partial Content";
    case HttpStatus::MovedPermanently: return "Moved Permanently";
    case HttpStatus::Found: return "Found";
    case HttpStatus::SeeOther: return "See Other";
    case HttpStatus::NotModified: return "Not Modified";
    case HttpStatus::PermanentRedirect: return "Permanent Redirect";
    case HttpStatus::BadRequest: return "Bad Request";
    case HttpStatus::Unauthorized: return "Unauthorized";
    case HttpStatus::Forbidden: return "Forbidden";
    case HttpStatus::NotFound: return "Not Found";
    case HttpStatus::MethodNotAllowed: return "Method Not Allowed";
    case HttpStatus::NotAcceptable: return "Not Acceptable";
    case HttpStatus::RequestTimeout: return "Request Timeout";
    case HttpStatus::Conflict: return "Conflict";
    case HttpStatus::Gone: return "Gone";
    case HttpStatus::PreconditionFailed: return "Precondition Failed";
    case HttpStatus::ContentTooLarge: return "Content Too Large";
    case HttpStatus::UnsupportedMediaType: return "Unsupported Media Type";
    case HttpStatus::UnprocessableContent: return "Unprocessable Content";
    case HttpStatus::Locked: return "Locked";
    case HttpStatus::TooManyRequests: return "Too Many Requests";
    case HttpStatus::ChecksumMismatch: return "Checksum Mismatch";
    case HttpStatus::HeadersTooLarge: return "Request Header Fields Too Large";
    case HttpStatus::InternalError: return "Internal Server Error";
    case HttpStatus::Unavailable: return "Service Unavailable";
  }
  return "Unknown";
}

}  // namespace callboard
