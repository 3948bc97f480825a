#include "search/sql_search_index.hpp"

#include <algorithm>
#include <optional>

#include "callboard/sql.hpp"
#include "callboard/unicode.hpp"

namespace callboard::host {
namespace {

// Cut between characters.
std::string cut(std::string word) {
  if (word.size() <= SqlSearchIndex::kLongestWord) return word;
  auto end = SqlSearchIndex::kLongestWord;
  while ((static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;
  word.resize(end);
  return word;
}

std::vector<std::string> words_of(const std::vector<std::string>& texts) {
  std::string joined;
  for (const auto& text : texts) joined += text + "\n";
  auto words = folded_words(joined);
  for (auto& word : words) word = cut(std::move(word));
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.size() > SqlSearchIndex::kMostWords) words.resize(SqlSearchIndex::kMostWords);
  return words;
}

// Of words of which one begins with the other, the longer one says it all.
std::vector<std::string> asked_words(std::string_view query) {
  std::vector<std::string> asked;
  for (auto& word : folded_words(query)) {
    word = cut(std::move(word));
    if (!asked.empty() && word.starts_with(asked.back())) asked.pop_back();
    asked.push_back(std::move(word));
  }
  std::sort(asked.begin(), asked.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  if (asked.size() > SqlSearchIndex::kMostAsked) asked.resize(SqlSearchIndex::kMostAsked);
  return asked;
}

// What comes after all that begins with the word: no UTF-8 has this byte, so the column is compared by bytes.
std::string end_of(const std::string& word) { return word + "\xF4\x8F\xBF\xBF"; }

// Sorted, each once. Nothing where there are more than `most` entries: a record has one for each word that fits.
std::optional<std::vector<long long>> ids_with(Transaction& tx, const std::string& record, const std::string& word,
                                               int most) {
  const auto end = end_of(word);
  const int beyond = most + 1;
  long long id = 0;
  soci::statement select = (tx.sql().prepare << SqlSearchIndex::few_statement(), soci::use(record, "record"),
                            soci::use(word, "word"), soci::use(end, "end"), soci::use(beyond, "most"), soci::into(id));
  select.execute();
  std::vector<long long> ids;
  while (select.fetch()) ids.push_back(id);
  if (ids.size() > static_cast<std::size_t>(most)) return std::nullopt;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

// Whether all that begins with the word is that word itself. Then a record's is found by its whole key, which costs
// half of what looking through the record's words does.
bool is_whole(Transaction& tx, const std::string& record, const std::string& word) {
  const auto end = end_of(word);
  std::string first, last;
  soci::indicator there = soci::i_null;
  tx.sql() << SqlSearchIndex::ends_statement(), soci::use(record, "record"), soci::use(word, "word"),
      soci::use(end, "end"), soci::into(first, there), soci::into(last, there);
  return there == soci::i_ok && first == word && last == word;
}

std::string one_of(std::string_view column, const std::vector<long long>& ids) {
  if (ids.empty()) return "1 = 0";
  std::string sql(column);
  sql += " IN (";
  for (std::size_t i = 0; i < ids.size(); ++i) sql += (i == 0 ? "" : ",") + std::to_string(ids[i]);
  return sql + ")";
}

}  // namespace

const char* SqlSearchIndex::few_statement() {
  return R"sql(
      SELECT w.record_id FROM host_search_words w
       WHERE w.record = :record AND w.word >= :word AND w.word < :end LIMIT :most)sql";
}

// Two subqueries: SQLite looks an index's end up for one of MIN and MAX alone.
const char* SqlSearchIndex::ends_statement() {
  return R"sql(
      SELECT (SELECT MIN(w.word) FROM host_search_words w
               WHERE w.record = :record AND w.word >= :word AND w.word < :end),
             (SELECT MAX(w.word) FROM host_search_words w
               WHERE w.record = :record AND w.word >= :word AND w.word < :end))sql";
}

void SqlSearchIndex::put(Transaction& tx, std::string_view record, std::int64_t id,
                         const std::vector<std::string>& texts) {
  remove(tx, record, id);
  const std::string kind(record);
  const long long key = id;
  std::string word;
  soci::statement insert = (tx.sql().prepare << R"sql(
      INSERT INTO host_search_words (record, record_id, word) VALUES (:record, :id, :word))sql",
                            soci::use(kind, "record"), soci::use(key, "id"), soci::use(word, "word"));
  for (auto& each : words_of(texts)) {
    word = std::move(each);
    insert.execute(true);
  }
}

void SqlSearchIndex::remove(Transaction& tx, std::string_view record, std::int64_t id) {
  const std::string kind(record);
  const long long key = id;
  tx.sql() << "DELETE FROM host_search_words WHERE record = :record AND record_id = :id", soci::use(kind, "record"),
      soci::use(key, "id");
}

SearchCondition SqlSearchIndex::condition(Transaction& tx, std::string_view record, std::string_view query,
                                          std::string_view id_column) {
  SearchCondition found;
  const std::string kind(record), column(id_column);
  const auto add = [](std::string& to, const std::string& sql) { to += (to.empty() ? "" : " AND ") + sql; };
  std::optional<std::vector<long long>> few;
  int number = 0;
  for (const auto& word : asked_words(query)) {
    // The others are looked up below, as for many: at most kFew look-ups each.
    auto ids = ids_with(tx, kind, word, kFew);
    const bool whole = !ids && is_whole(tx, kind, word);
    if (ids && (!few || ids->size() < few->size())) few = std::move(ids);
    const auto name = "search_" + std::to_string(number++);
    const auto fits = whole ? "w.word = :" + name : "w.word >= :" + name + " AND w.word < :" + name + "_end";
    const auto exists =
        "EXISTS (SELECT 1 FROM host_search_words w WHERE w.record = :search_record AND w.record_id = " + column +
        " AND " + fits + ")";
    add(found.sql, exists);
    add(found.from_words, !found.from_words.empty() ? exists
                                                    : column +
                                                          " IN (SELECT w.record_id FROM host_search_words w "
                                                          "WHERE w.record = :search_record AND " +
                                                          fits + ")");
    found.values.emplace_back(name, word);
    if (!whole) found.values.emplace_back(name + "_end", end_of(word));
  }
  if (number > 0) found.values.emplace_back("search_record", kind);
  if (few) {
    found.sql = one_of(id_column, *few) + " AND " + found.sql;
    found.few = true;
  }
  return found;
}

}  // namespace callboard::host
