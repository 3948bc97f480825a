// One's own security journal to read, a page at a time. Thread-safe.
#pragma once

#include "journal.hpp"
#include "user_repository.hpp"

namespace accounts {

class SecurityJournal {
 public:
  static constexpr int kPageLength = 30;

  struct Line {
    JournalEntry entry;
    std::string by;  // the name of somebody else who did it; empty also where his account is gone
  };
  struct Page {
    std::vector<Line> lines;  // the newest first
    std::int64_t older = 0;   // what the next page begins below; 0: this is the last
  };

  SecurityJournal(callboard::Database& database, const Journal& journal, const UserRepository& users)
      : database_(database), journal_(journal), users_(users) {}

  // What is older than the entry `before`; 0: from the newest on.
  Page read(const callboard::Visitor& by, std::int64_t before) const;

 private:
  callboard::Database& database_;
  const Journal& journal_;
  const UserRepository& users_;
};

}  // namespace accounts
