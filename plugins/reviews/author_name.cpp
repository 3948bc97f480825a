#include "author_name.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>
#include <vector>

#include <callboard/unicode.hpp>

namespace reviews {

using namespace callboard;

namespace {

template <std::size_t N>
bool ends_with_any(const std::string& word, const std::array<std::string_view, N>& endings) {
  const auto folded = nfkc_casefold(word);
  return std::any_of(endings.begin(), endings.end(), [&](auto ending) { return folded.ends_with(ending); });
}

bool is_patronymic(const std::string& word) {
  static constexpr std::array<std::string_view, 6> kEndings{"вич", "вна", "ична", "ьич", "оглы", "кызы"};
  return ends_with_any(word, kEndings);
}

// First names that end as surnames do.
bool is_first_name(const std::string& word) {
  static constexpr std::array<std::string_view, 16> kNames{
      "марина", "полина",   "ирина",  "арина",     "алина",    "карина",     "екатерина", "кристина",
      "галина", "ангелина", "регина", "валентина", "антонина", "константин", "валентин",  "вениамин"};
  return std::find(kNames.begin(), kNames.end(), nfkc_casefold(word)) != kNames.end();
}

bool is_surname(const std::string& word) {
  static constexpr std::array<std::string_view, 13> kEndings{"ов",  "ова", "ев",   "ева",  "ёв",   "ёва", "ин",
                                                             "ина", "ын",  "ский", "ская", "цкий", "енко"};
  return ends_with_any(word, kEndings) && !is_first_name(word);
}

std::string initial(const std::string& word) {
  const auto utf16 = to_utf16(word);
  const bool pair = utf16[0] >= 0xD800 && utf16[0] < 0xDC00 && utf16.size() > 1;
  return to_utf8(std::u16string_view(utf16).substr(0, pair ? 2 : 1)) + ".";
}

// Surname, first name, patronymic.
bool surname_is_first(const std::vector<std::string>& words) {
  if (words.size() >= 3 && is_patronymic(words[2])) return true;
  return words.size() == 2 && is_surname(words[0]) && !is_surname(words[1]);
}

}  // namespace

std::string public_name(const PersonName& person) {
  std::vector<std::string> words;
  std::istringstream stream(person.full_name);
  for (std::string word; stream >> word;) words.push_back(word);
  if (words.empty()) return person.name;
  if (words.size() == 1) return words[0];
  if (surname_is_first(words)) return words[1] + " " + initial(words[0]);
  return words[0] + " " + initial(words.back());
}

}  // namespace reviews
