#include "names.hpp"

#include <unicode/uchar.h>
#include <unicode/uset.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <callboard/encoding.hpp>
#include <callboard/mailbox.hpp>
#include <callboard/unicode.hpp>

namespace accounts {

using namespace callboard;

namespace {

// Far above any name or address: what is longer is not looked at in full.
constexpr std::size_t kMostBytes = 1024;

class SpoofChecker {
 public:
  SpoofChecker() : checker_(uspoof_open(&error_), uspoof_close) {
    uspoof_setRestrictionLevel(checker_.get(), USPOOF_SINGLE_SCRIPT_RESTRICTIVE);
    uspoof_setChecks(checker_.get(), USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE, &error_);
    // The letters of the scripts in use today, without those that are mere variants of others (UAX 31, UTS 39).
    usual_ = uspoof_getRecommendedSet(&error_);
    if (U_FAILURE(error_)) throw std::runtime_error(std::string("ICU: ") + u_errorName(error_));
  }

  bool is_one_script(const std::u16string& text) const {
    UErrorCode error = U_ZERO_ERROR;
    const auto faults = uspoof_check2(checker_.get(), text.data(), static_cast<int32_t>(text.size()), nullptr, &error);
    return U_SUCCESS(error) && faults == 0;
  }
  bool is_usual(char32_t c) const { return uset_contains(usual_, static_cast<UChar32>(c)) != 0; }

  // The letter of ASCII that this one can be taken for, or none.
  std::optional<char16_t> ascii_double(char32_t c) const {
    char16_t typed[2];
    int32_t size = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF32(typed, 2, &size, reinterpret_cast<const UChar32*>(&c), 1, &error);
    char16_t seen[32];
    const auto count = uspoof_getSkeleton(checker_.get(), 0, typed, size, seen, 32, &error);
    if (U_FAILURE(error) || count != 1 || seen[0] >= 0x80 || u_isalpha(seen[0]) == 0) return std::nullopt;
    return static_cast<char16_t>(u_tolower(seen[0]));
  }

 private:
  UErrorCode error_ = U_ZERO_ERROR;
  std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker_;
  const USet* usual_ = nullptr;
};

// Read by many threads at once, which ICU allows; made at the first use, since loading its tables takes a while.
const SpoofChecker& spoof_checker() {
  static const SpoofChecker checker;
  return checker;
}

std::u16string trimmed(std::u16string text) {
  const auto blank = [](char16_t unit) { return u_isUWhiteSpace(unit) != 0; };
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
  text.erase(std::find_if_not(text.rbegin(), text.rend(), blank).base(), text.end());
  return text;
}

std::u16string bounded_text(std::string_view text) { return trimmed(to_utf16(text.substr(0, kMostBytes))); }

bool is_sign(char32_t c) { return c == U'.' || c == U'_' || c == U'-'; }

bool is_letter(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  return (u_isalpha(point) || (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0) && spoof_checker().is_usual(c);
}

bool is_name_character(char32_t c) { return is_sign(c) || (c >= U'0' && c <= U'9') || is_letter(c); }

// A case-folded name as those of another script would read it, where all of it can be read so. A folded letter counts
// as either of its cases, so that all cases of a name have one key.
std::optional<std::u16string> read_as_ascii(std::string_view folded) {
  std::u16string seen;
  for (const char32_t c : code_points(folded)) {
    auto twin = c < 0x80 ? std::optional(static_cast<char16_t>(c)) : spoof_checker().ascii_double(c);
    if (!twin) twin = spoof_checker().ascii_double(static_cast<char32_t>(u_toupper(static_cast<UChar32>(c))));
    if (!twin) return std::nullopt;
    seen.push_back(*twin);
  }
  return seen;
}

std::string_view trimmed_ascii(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace

std::string tidy_user_name(std::string_view text) { return to_utf8(nfc(bounded_text(text))); }

Text user_name_fault(std::string_view name) {
  if (!is_utf8(name)) return _("The user name is not valid text.");
  const auto characters = code_points(name);
  if (characters.empty()) return _("Choose a user name.");
  if (characters.size() < kShortestName || characters.size() > kLongestName) {
    return _("A user name has {least} to {most} characters.").with("least", kShortestName).with("most", kLongestName);
  }
  if (!std::all_of(characters.begin(), characters.end(), is_name_character)) {
    return _("A user name has letters, digits, dots, hyphens and underscores, and nothing else.");
  }
  if (std::all_of(characters.begin(), characters.end(), is_sign)) return _("A user name has a letter or a digit.");
  if (!spoof_checker().is_one_script(to_utf16(name))) {
    return _("The letters of a user name are all of one alphabet, such as Latin or Cyrillic.");
  }
  return {};
}

std::string user_name_key(std::string_view name) {
  const auto folded = to_utf8(nfkc_casefold(bounded_text(name)));
  const auto seen = read_as_ascii(folded);
  return seen ? to_utf8(*seen) : folded;
}

std::optional<std::string> parse_email(std::string_view text) { return parse_mailbox(trimmed_ascii(text)); }

Text email_fault(std::string_view text) {
  const auto address = trimmed_ascii(text);
  if (address.empty()) return _("Enter your e-mail address.");
  if (address.size() > 254) return _("An e-mail address has at most 254 characters.");
  if (!parse_email(address)) return _("This is not an e-mail address. It looks like name@example.com.");
  return {};
}

std::string email_key(std::string_view address) {
  const auto mailbox = parse_email(address);
  return to_utf8(nfkc_casefold(mailbox ? to_utf16(*mailbox) : bounded_text(address)));
}

}  // namespace accounts
