// Takes holders of the old key server over, with their keys and what they have out. What breaks today's rules is
// refused and told, row by row; a key that two have is told and given to neither. Running it again takes what is new.
// Not thread-safe: it remembers what it has seen.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include <callboard/audit.hpp>
#include <callboard/old_rows.hpp>
#include <callboard/search.hpp>

#include "holder_repository.hpp"
#include "old_keys_file.hpp"

namespace key_cabinet {

class KeyImport {
 public:
  struct Parts {
    callboard::Database& database;
    const HolderRepository& holders;
    callboard::SearchIndex& search;
    callboard::AuditLog& audit;
    const callboard::Clock& clock;
  };
  explicit KeyImport(const Parts& parts) : parts_(parts) {}

  struct Counts {
    callboard::TakenOver holders;  // one is "already there" where a holder has that serial: left as he is
    long long keys_out = 0;
    long long keys_in_doubt = 0;  // keys that were not taken over as out
  };
  // Called for each row that was refused, and for each key in doubt, once that is certain.
  using Told = std::function<void(const OldHolder& holder, const callboard::Text& why)>;

  // As take_over() does.
  Counts run(OldKeysFile& file, bool dry_run, const Told& told);

 private:
  struct Candidate {
    OldHolder old;
    std::vector<std::string> access;
    std::vector<std::string> taken_keys;
    callboard::Text fault;                // empty: none
    std::vector<callboard::Text> doubts;  // of single keys
    bool already_there = false;
    long long keys_out = 0;
  };

  void count_hands(OldKeysFile& file);
  Candidate judged(OldHolder old);
  void take(callboard::Transaction& tx, Candidate& candidate, bool dry_run) const;
  HolderId add(callboard::Transaction& tx, const Candidate& candidate) const;
  void take_key(callboard::Transaction& tx, Candidate& candidate, const std::string& label,
                std::optional<HolderId> holder) const;

  Parts parts_;
  std::map<std::string, std::string> rows_by_serial_;
  std::map<std::string, std::vector<std::string>> hands_;  // a key's label → the rows of those who have it
};

}  // namespace key_cabinet
