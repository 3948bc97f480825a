// How a finished message leaves the machine.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "config/settings.hpp"
#include "mail/outbox.hpp"

namespace callboard::host {

struct Delivery {
  enum class Outcome {
    Accepted,     // it is the receiving server's now
    Refused,      // for good: trying again will not help
    TryLater,     // this mail was not taken now
    Unreachable,  // no mail can be sent now: the server, the network or the folder is not there
  };
  Outcome outcome = Outcome::Accepted;
  int code = 0;        // the SMTP server's reply code, 0 without one
  std::string reason;  // for the log: never a server's own words, which may repeat the address
};

// Used by one thread at a time.
class MailTransport {
 public:
  virtual ~MailTransport() = default;
  // Waits at most the configured time. Throws nothing but std::bad_alloc.
  virtual Delivery deliver(const ClaimedMail& mail) = 0;
  // No more mails for now: a connection need not be kept.
  virtual void end_batch() {}
};

// The transport of the configuration. `hurry` is asked while a delivery waits: once it is true, what
// waits ends soon. `helo` is the name by which this machine greets an SMTP server.
std::unique_ptr<MailTransport> make_transport(const MailSettings& settings, const std::string& helo,
                                              std::function<bool()> hurry);

}  // namespace callboard::host
