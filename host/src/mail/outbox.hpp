// The table of mails on their way out: what may be done with it, by any number of hosts at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "callboard/database.hpp"
#include "callboard/services.hpp"

namespace callboard::host {

enum class OutboxId : std::int64_t {};

struct NewMail {
  std::string message_id;
  std::string recipient;
  std::string message;  // as build_message() makes it
};

// A mail that the holder of this value, and nobody else, may send until its lease ends.
struct ClaimedMail {
  OutboxId id{};
  int attempts = 0;  // this one included
  Time created_at{};
  std::string message_id;
  std::string recipient;
  std::string message;
};

class Outbox {
 public:
  virtual ~Outbox() = default;

  virtual void add(Transaction& tx, const NewMail& mail, Time now) = 0;
  // What may be tried now, the longest due first.
  virtual std::vector<OutboxId> due(Time now, int limit) = 0;
  // Nothing where somebody else was quicker.
  virtual std::optional<ClaimedMail> claim(OutboxId id, Time now, Time leased_until) = 0;
  // These answer false where the claim no longer held: its lease had ended, and another took it.
  virtual bool mark_sent(const ClaimedMail& mail, Time now) = 0;
  virtual bool mark_failed(const ClaimedMail& mail, Time now) = 0;
  virtual bool postpone(const ClaimedMail& mail, Time until) = 0;
  // Deletes at most `limit` mails that were sent or given up before `before`; how many they were.
  virtual int erase_finished(Time before, int limit) = 0;
};

}  // namespace callboard::host
