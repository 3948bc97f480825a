#include "password_rules.hpp"

#include <unicode/uchar.h>
#include <zxcvbn.h>

#include <algorithm>
#include <array>
#include <optional>

#include <callboard/encoding.hpp>
#include <callboard/unicode.hpp>

#include "normal_password.hpp"

namespace accounts {

using namespace callboard;

namespace {

// About as many guesses as the login limits leave somebody within some days: 2^7. A password of capitals, small
// letters, digits and signs is let through at 2^4, since the estimate takes all such disguises of a word for one.
constexpr double kLeastBits = 7;
constexpr double kLeastBitsOfFourKinds = 4;
// The estimate takes time quadratic in the length; what is longer is good by its length or bad at its beginning.
constexpr std::size_t kMostEstimated = 72;
constexpr std::size_t kMostBeside = 2;

// Walks over the keyboard that the estimate takes for better than they are.
constexpr std::array kWalks = {"qwertyui",  "qwertyuiop", "asdfghjk",  "asdfghjkl", "1q2w3e4r",  "1q2w3e4r5t",
                               "q1w2e3r4",  "qwer1234",   "1qaz2wsx",  "qwerty12",  "qazwsxedc", "zxcvbnm1",
                               "qweasdzxc", "123qwe123",  "qweqweqwe", "qwe123qwe", "gfhjkm123", "gfhjkmgfhjkm"};

bool is_control(char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_CONTROL_CHAR; }

// The Latin keys that a Russian keyboard has in the same places: "йцукен123" is "qwerty123". Nothing where a character
// is on neither.
std::optional<std::string> on_latin_keys(std::string_view text) {
  constexpr std::u32string_view kRussian = U"йцукенгшщзхъфывапролджэячсмитьбюё";
  constexpr std::string_view kLatin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
  std::string keys;
  for (const char32_t c : code_points(text)) {
    const auto place = kRussian.find(static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    if (place == std::u32string_view::npos && c >= 0x80) return std::nullopt;
    keys.push_back(place == std::u32string_view::npos ? static_cast<char>(c) : kLatin[place]);
  }
  return keys;
}

bool has_four_kinds(std::string_view text) {
  bool capital = false, small = false, digit = false, sign = false;
  for (const char c : text) {
    capital = capital || (c >= 'A' && c <= 'Z');
    small = small || (c >= 'a' && c <= 'z');
    digit = digit || (c >= '0' && c <= '9');
    sign = sign || (c > ' ' && c < 0x7f && u_isalnum(c) == 0);
  }
  return capital && small && digit && sign;
}

bool is_common(std::string_view password) {
  const std::string beginning(password.substr(0, kMostEstimated));
  const double bits = ZxcvbnMatch(beginning.c_str(), nullptr, nullptr);
  const bool walk = std::find(kWalks.begin(), kWalks.end(), nfkc_casefold(beginning)) != kWalks.end();
  const double least = has_four_kinds(beginning) ? kLeastBitsOfFourKinds : kLeastBits;
  return walk || bits < least;
}

// The password is this word and hardly anything else.
bool is_little_more_than(std::string_view password, std::string_view word) {
  constexpr std::size_t kShortestWord = 4;
  if (word.size() < kShortestWord || password.find(word) == std::string_view::npos) return false;
  return code_points(password).size() <= code_points(word).size() + kMostBeside;
}

Text too_long() {
  return _("The password is too long: at most {count} characters are allowed.").with("count", kLongestPassword);
}

Text fault_of_characters(const std::vector<char32_t>& characters, int least) {
  const auto count = static_cast<int>(characters.size());
  if (count == 0) return _("Choose a password.");
  if (count < least) {
    return plural("The password is too short: at least {count} character is needed.",
                  "The password is too short: at least {count} characters are needed.", least);
  }
  if (count > kLongestPassword) return too_long();
  if (std::any_of(characters.begin(), characters.end(), is_control)) {
    return _("The password contains control characters.");
  }
  return {};
}

}  // namespace

Text PasswordRules::fault(std::string_view password, std::string_view user_name, std::string_view email) const {
  // In form C a character has at most four bytes; as it was typed, with its accents apart, some more.
  if (password.size() > 16 * kLongestPassword) return too_long();
  if (!is_utf8(password)) return _("The password is not valid text.");
  const NormalPassword normal(password);
  if (auto fault = fault_of_characters(code_points(normal.bytes()), least_); !fault.empty()) return fault;
  if (gives_away(normal.bytes(), user_name, email)) {
    return _("The password is too close to your name or address, or to the name of this site.");
  }
  const auto keys = on_latin_keys(normal.bytes());
  if (is_common(normal.bytes()) || (keys && is_common(*keys))) {
    return _("This password is among the first that others would guess. Choose another one.");
  }
  return {};
}

bool PasswordRules::gives_away(const std::string& password, std::string_view user_name, std::string_view email) const {
  const auto lower = nfkc_casefold(password);
  const auto close_to = [&](std::string_view word) { return is_little_more_than(lower, nfkc_casefold(word)); };
  return close_to(user_name) || close_to(email) || close_to(email.substr(0, email.find('@'))) ||
         std::any_of(site_words_.begin(), site_words_.end(), close_to);
}

}  // namespace accounts
