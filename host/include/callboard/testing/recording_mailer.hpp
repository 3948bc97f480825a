// A mailer that keeps what it is given, for tests that assert on who is told what. It is no part of a transaction:
// what was sent stays when the transaction rolls back.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "callboard/services.hpp"

namespace callboard::testing {

class RecordingMailer : public Mailer {
 public:
  void send(Transaction&, const Mail& mail) override {
    const std::lock_guard lock(mutex_);
    mails_.push_back(mail);
  }

  // The oldest first.
  std::vector<Mail> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  // "anna@mail.example accounts/mail_verify", the oldest first.
  std::vector<std::string> sent() const {
    std::vector<std::string> all;
    for (const auto& mail : mails()) all.push_back(mail.to + " " + mail.page);
    return all;
  }
  void forget() {
    const std::lock_guard lock(mutex_);
    mails_.clear();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Mail> mails_;
};

}  // namespace callboard::testing
