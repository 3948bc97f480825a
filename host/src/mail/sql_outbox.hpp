// Outbox on the host's database. Thread-safe.
#pragma once

#include "mail/outbox.hpp"

namespace callboard::host {

class SqlOutbox : public Outbox {
 public:
  explicit SqlOutbox(Database& database) : database_(database) {}

  void add(Transaction& tx, const NewMail& mail, Time now) override;
  std::vector<OutboxId> due(Time now, int limit) override;
  std::optional<ClaimedMail> claim(OutboxId id, Time now, Time leased_until) override;
  bool mark_sent(const ClaimedMail& mail, Time now) override;
  bool mark_failed(const ClaimedMail& mail, Time now) override;
  bool postpone(const ClaimedMail& mail, Time until) override;
  int erase_finished(Time before, int limit) override;

 private:
  bool finish(const ClaimedMail& mail, const std::string& state, Time now);

  Database& database_;
};

}  // namespace callboard::host
