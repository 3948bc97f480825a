// What a new password must be. The rules refuse what others would guess within their first few tries, and no more:
// guessing is slowed anyway (login limits). Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <callboard/text.hpp>

namespace accounts {

inline constexpr int kLongestPassword = 128;  // characters

class PasswordRules {
 public:
  // `least` characters. `site_words`: what anybody here would try, such as the site's name.
  explicit PasswordRules(int least = 8, std::vector<std::string> site_words = {})
      : least_(least), site_words_(std::move(site_words)) {}

  // What is wrong with it; empty: nothing. Name and address are its owner's; either may be empty.
  callboard::Text fault(std::string_view password, std::string_view user_name, std::string_view email) const;

 private:
  bool gives_away(const std::string& password, std::string_view user_name, std::string_view email) const;

  int least_;
  std::vector<std::string> site_words_;
};

}  // namespace accounts
