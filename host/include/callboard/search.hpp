// Finding records by the beginnings of their words, whatever the case and the alphabet, at any number of records.
// Who writes a record tells its words in the same transaction. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callboard/api.hpp"
#include "callboard/database.hpp"

namespace callboard {

// A part of a WHERE and the values of its placeholders. Its numbers and names are ours, never input.
struct SearchCondition {
  std::string sql;
  std::vector<std::pair<std::string, std::string>> values;  // ":search_0" has the name "search_0"
  // The same, with the same values, put so that the engine goes from the words to the records, where `sql` has it look
  // at each record. For a query that walks along another index `sql` is the faster one, unless next to none is found.
  std::string from_words = {};
  bool few = false;  // `sql` names the records, about a thousand at most
};

class CALLBOARD_API SearchIndex {
 public:
  virtual ~SearchIndex();

  // From this transaction's commit on, that record is found by these texts, and by no others.
  virtual void put(Transaction& tx, std::string_view record, std::int64_t id,
                   const std::vector<std::string>& texts) = 0;
  virtual void remove(Transaction& tx, std::string_view record, std::int64_t id) = 0;

  // The records of that kind which have, for each word of `query`, a word that begins with it. `id_column` is the
  // column with their ids: "t.id". For a query without any word the condition is empty: all of them.
  virtual SearchCondition condition(Transaction& tx, std::string_view record, std::string_view query,
                                    std::string_view id_column) = 0;
};

}  // namespace callboard
