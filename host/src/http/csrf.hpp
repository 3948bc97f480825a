// Cross-site request forgery: a form counts only with a token that matches the browser's cookie
// (a signed double submit). The token is masked anew for every page, so that compression of a page
// tells nothing about it. Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "callboard/http.hpp"
#include "http/signer.hpp"

namespace callboard::host {

class Csrf {
 public:
  static constexpr std::string_view kField = "csrf_token";
  static constexpr std::string_view kHeader = "X-CSRF-Token";

  explicit Csrf(Keys keys) : signer_(std::move(keys)) {}

  // The token for the forms of one page. Gives the browser its cookie where it has none.
  std::string issue(const Request& request, Response& response) const;

  // Throws Forbidden where the token is absent or wrong. Looks at the header first; for the form's
  // field the body is parsed, so BadRequest and ContentTooLarge come out of here too.
  void check(const Request& request) const;

 private:
  bool matches(std::string_view token, std::string_view id) const;
  Signer signer_;
};

}  // namespace callboard::host
