// User names and e-mail addresses: what may be one, and by what they are compared. Pure functions; thread-safe. They
// take whatever somebody typed, ill-formed UTF-8 included.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <callboard/text.hpp>

namespace accounts {

inline constexpr int kShortestName = 4;  // characters
inline constexpr int kLongestName = 20;

// The name as it is kept and shown: in Unicode's form C, without blanks around it.
std::string tidy_user_name(std::string_view text);
// What is wrong with a tidy name; empty: nothing. A name has letters of one script, digits and . _ -, so it never
// looks like an address.
callboard::Text user_name_fault(std::string_view name);
// Two names are the same where their keys are: whatever the case or width of their letters, and also where a letter
// of one script stands for the letter of another that looks the same ("Сосо" and "Coco").
std::string user_name_key(std::string_view name);

// The address that mail goes to (callboard/mailbox.hpp), blanks around it dropped. Nothing where it is none.
std::optional<std::string> parse_email(std::string_view text);
// What is wrong with an address; empty: nothing.
callboard::Text email_fault(std::string_view text);
// Two addresses are the same where their keys are: the case of letters does not count. Of what is no address, some
// key that no address has.
std::string email_key(std::string_view address);

}  // namespace accounts
