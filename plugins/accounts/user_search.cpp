#include "user_search.hpp"

#include <sstream>

#include <callboard/unicode.hpp>

namespace accounts {

using namespace callboard;

namespace {

constexpr int kPortion = 500;
constexpr std::size_t kMostQuery = 200;

std::string folded(std::string_view text) { return nfkc_casefold(text); }

std::vector<std::string> words_of(const std::string& query) {
  std::istringstream in(folded(std::string_view(query).substr(0, kMostQuery)));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool matches(const UserSummary& user, const std::vector<std::string>& words) {
  if (words.empty()) return true;
  const auto text = folded(user.name + "\n" + user.email + "\n" + user.full_name);
  return std::all_of(words.begin(), words.end(),
                     [&](const auto& word) { return text.find(word) != std::string::npos; });
}

}  // namespace

// One more than asked for is looked for: it tells whether there is a next page.
UserSearch::Found UserSearch::find(const std::string& query, std::string after, std::size_t most) const {
  const auto words = words_of(query);
  Found found;
  for (;;) {
    auto portion = database_.read_single([&](Transaction& tx) { return directory_.page(tx, after, kPortion); });
    for (auto& user : portion) {
      after = user.name_key;
      if (!matches(user, words)) continue;
      if (found.users.size() == most) {
        found.next = found.users.back().name_key;
        return found;
      }
      found.users.push_back(std::move(user));
    }
    if (portion.size() < kPortion) return found;
  }
}

}  // namespace accounts
