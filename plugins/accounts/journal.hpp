// The security journal of an account: what happened, when, from where. Its owner can read it. Rows are
// written in the transaction of what they tell. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "event.hpp"
#include "user.hpp"

namespace accounts {

struct JournalEntry {
  std::int64_t id = 0;
  Time at;
  Event event{};
  std::optional<UserId> by;  // where it was somebody else
  std::string address;
  std::string agent;
};

// Who did it, where it was somebody else than the account's owner.
inline std::optional<UserId> actor(const callboard::Visitor& by, UserId owner) {
  return by.is_person() && by.user != owner ? std::optional(by.user) : std::nullopt;
}

class Journal {
 public:
  virtual ~Journal() = default;
  // Without a user: a sign-in under a name that nobody has.
  virtual void write(callboard::Transaction& tx, std::optional<UserId> user, Event event, const Client& from, Time now,
                     std::optional<UserId> by = std::nullopt) const = 0;
  // The newest first, at most `most`, older than `before` (0: from the newest on).
  virtual std::vector<JournalEntry> read(callboard::Transaction& tx, UserId user, std::int64_t before,
                                         int most) const = 0;
  // Removes what is older; at most `most` rows at a time; returns how many.
  virtual long long sweep(callboard::Transaction& tx, Time older_than, int most) const = 0;
};

}  // namespace accounts
