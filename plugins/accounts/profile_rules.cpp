#include "profile_rules.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

namespace {

Text full_name_fault(const std::string& name) {
  if (has_control_characters(name)) return _("A full name has no control characters.");
  if (characters(name) <= kLongestFullName) return {};
  return _("The full name is too long: at most {count} characters.")
      .with("count", static_cast<long long>(kLongestFullName));
}

// As people write it: "+7 (495) 123-45-67".
Text phone_fault(const std::string& phone) {
  if (phone.empty()) return {};
  const auto digits = std::count_if(phone.begin(), phone.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool known =
      phone.find_first_not_of("0123456789 +-().") == std::string::npos && phone.find('+', 1) == std::string::npos;
  if (known && digits >= 5 && digits <= 15 && phone.size() <= 32) return {};
  return _("This is not a phone number: 5 to 15 digits, such as +7 495 123-45-67.");
}

Text bio_fault(const std::string& bio) {
  std::string without_breaks = bio;
  std::erase_if(without_breaks, [](char c) { return c == '\n' || c == '\t'; });
  if (has_control_characters(without_breaks)) return _("There are control characters in this text.");
  if (characters(bio) <= kLongestBio) return {};
  return _("The text is too long: at most {count} characters.").with("count", static_cast<long long>(kLongestBio));
}

Text new_email_fault(const User& user, const std::string& email) {
  if (!email.empty()) return email_fault(email);
  return user.email.empty() ? Text() : _("An e-mail address is needed.");
}

}  // namespace

Faults profile_faults(const User& user, const ProfileInput& input) {
  Faults faults;
  const auto check = [&](const char* field, const std::optional<std::string>& value, const auto& fault_in) {
    if (!value) return;
    if (Text fault = fault_in(tidy_text(*value)); !fault.empty()) faults.add(field, std::move(fault));
  };
  check("username", input.name, [&](const std::string& name) {
    const auto tidy = tidy_user_name(name);
    return tidy == user.name ? Text() : user_name_fault(tidy);
  });
  check("email", input.email, [&](const std::string& email) { return new_email_fault(user, email); });
  check("full_name", input.full_name, full_name_fault);
  check("phone", input.phone, phone_fault);
  check("bio", input.bio, bio_fault);
  return faults;
}

std::string tidy_text(std::string_view text) {
  std::string tidy;
  for (const char c : text) {
    if (c != '\r') tidy += c;
  }
  const auto first = tidy.find_first_not_of(" \t\n");
  if (first == std::string::npos) return {};
  return tidy.substr(first, tidy.find_last_not_of(" \t\n") - first + 1);
}

}  // namespace accounts
