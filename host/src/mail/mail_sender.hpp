// The job that empties the outbox. Any number of hosts may run it: each mail is claimed by one of them.
#pragma once

#include <atomic>
#include <memory>

#include "callboard/services.hpp"
#include "mail/mail_transport.hpp"
#include "mail/outbox.hpp"

namespace callboard::host {

struct SenderOptions {
  int batch = 50;                        // mails that are looked up at once
  std::chrono::seconds lease{300};       // longer than one mail can take; after a crash it is tried again then
  std::chrono::seconds keep{7 * 86400};  // finished mails are deleted after this
  std::chrono::seconds erase_every{3600};
};

// A mail leaves at least once, and twice only when the process dies between the server's acceptance and
// our commit, or the database stays away for longer than the lease; its Message-ID is the same then.
class MailSender {
 public:
  // `stopping` is what stop() sets: a transport that waits may look at it.
  MailSender(Outbox& outbox, std::unique_ptr<MailTransport> transport, const Clock& clock, Log& log,
             SenderOptions options = {},
             std::shared_ptr<std::atomic<bool>> stopping = std::make_shared<std::atomic<bool>>(false));

  // Sends what is due until nothing is, the server cannot be reached, or stop() was called. To be called
  // about once a second, by one thread at a time. What the database throws comes through.
  void run();
  // From any thread: no further mail is begun, and the one that is on its way ends within seconds.
  void stop() { *stopping_ = true; }

 private:
  bool send_batch();
  // Whether the next one may be tried.
  bool send_one(OutboxId id);
  bool settle(const ClaimedMail& mail, const Delivery& delivery);
  void record_accepted();
  void give_up(const ClaimedMail& mail, const Delivery& delivery);
  void try_later(const ClaimedMail& mail, const Delivery& delivery);
  void erase_old();

  Outbox& outbox_;
  std::unique_ptr<MailTransport> transport_;
  const Clock& clock_;
  Log& log_;
  SenderOptions options_;
  std::shared_ptr<std::atomic<bool>> stopping_;
  std::vector<std::pair<ClaimedMail, Delivery>> accepted_;  // by the server, not yet recorded
  int failures_ = 0;                                        // in a row, of reaching the server
  Time paused_until_{};                                     // because of them
  Time erase_at_{};
};

}  // namespace callboard::host
