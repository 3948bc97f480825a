// The words of records in a table of their own, indexed by their beginnings: neither database finds a part of a text in
// a large table without reading all of it, and neither folds the case of all alphabets.
#pragma once

#include "callboard/search.hpp"

namespace callboard::host {

// Thread-safe.
class SqlSearchIndex : public SearchIndex {
 public:
  // Of a text no more than so many words are kept, and so many bytes of each; of a query so many words are looked for.
  static constexpr std::size_t kMostWords = 64;
  static constexpr std::size_t kLongestWord = 64;
  static constexpr std::size_t kMostAsked = 8;
  // Up to so many records are named one by one, so that the engine goes straight to them; a word that more records have
  // is looked up record by record instead, since a page of them is found soon.
  static constexpr int kFew = 1000;

  void put(Transaction& tx, std::string_view record, std::int64_t id, const std::vector<std::string>& texts) override;
  void remove(Transaction& tx, std::string_view record, std::int64_t id) override;
  SearchCondition condition(Transaction& tx, std::string_view record, std::string_view query,
                            std::string_view id_column) override;

  static const char* few_statement();  // for tests of their plans
  static const char* ends_statement();
};

}  // namespace callboard::host
