// The one place that turns an error into a reply. What the log text says never gets into it.
#pragma once

#include <string>

#include "callboard/router.hpp"
#include "http/page_renderer.hpp"

namespace callboard::host {

// How to tell this client.
struct ErrorManner {
  ErrorShape shape = ErrorShape::Page;
  bool wants_json = false;  // for ErrorShape::Page
  Language language = Language::English;
  std::string request_id;
};

// A page is not rendered yet.
Response error_response(const Error& error, const ErrorManner& manner, const PageRenderer& renderer);

// For where even the page of an error cannot be rendered.
Response bare_error_response(HttpStatus status);

}  // namespace callboard::host
