#include "mail/mail_sender.hpp"

#include <sodium.h>

#include <utility>

#include "mail/retry.hpp"

namespace callboard::host {
namespace {

double random_fraction() {
  constexpr std::uint32_t kSteps = 1000;
  return static_cast<double>(randombytes_uniform(kSteps)) / kSteps;
}

// People appear by id only: no address, no subject.
nlohmann::json details_of(const ClaimedMail& mail, const Delivery& delivery) {
  nlohmann::json details{{"mail", static_cast<std::int64_t>(mail.id)}, {"attempts", mail.attempts}};
  if (delivery.code != 0) details["code"] = delivery.code;
  if (!delivery.reason.empty()) details["reason"] = delivery.reason;
  return details;
}

}  // namespace

MailSender::MailSender(Outbox& outbox, std::unique_ptr<MailTransport> transport, const Clock& clock, Log& log,
                       SenderOptions options, std::shared_ptr<std::atomic<bool>> stopping)
    : outbox_(outbox),
      transport_(std::move(transport)),
      clock_(clock),
      log_(log),
      options_(options),
      stopping_(std::move(stopping)) {}

void MailSender::run() {
  record_accepted();
  if (!*stopping_ && clock_.now() >= paused_until_) {
    try {
      while (send_batch()) continue;
    } catch (...) {
      transport_->end_batch();
      throw;
    }
    transport_->end_batch();
  }
  if (!*stopping_ && clock_.now() >= erase_at_) erase_old();
}

bool MailSender::send_batch() {
  const auto ids = outbox_.due(clock_.now(), options_.batch);
  for (const auto id : ids) {
    if (*stopping_ || !send_one(id)) return false;
  }
  return std::cmp_equal(ids.size(), options_.batch);
}

bool MailSender::send_one(OutboxId id) {
  const auto now = clock_.now();
  const auto mail = outbox_.claim(id, now, now + options_.lease);
  if (!mail) return true;  // another host has it
  return settle(*mail, transport_->deliver(*mail));
}

bool MailSender::settle(const ClaimedMail& mail, const Delivery& delivery) {
  using Outcome = Delivery::Outcome;
  if (delivery.outcome == Outcome::Unreachable) {
    // Being told to stop is not the server's failure.
    if (!*stopping_) paused_until_ = clock_.now() + pause_after(++failures_);
    try_later(mail, delivery);
    return false;
  }
  failures_ = 0;
  if (delivery.outcome == Outcome::Refused) {
    give_up(mail, delivery);
  } else if (delivery.outcome == Outcome::TryLater) {
    try_later(mail, delivery);
  } else {
    accepted_.emplace_back(mail, delivery);
    record_accepted();
  }
  return true;
}

// Where the database is away just now, this throws, and the next run begins with it: the mail must be
// recorded before its lease ends, or it would be sent again.
void MailSender::record_accepted() {
  while (!accepted_.empty()) {
    const auto& [mail, delivery] = accepted_.back();
    if (outbox_.mark_sent(mail, clock_.now())) {
      log_.info("mail_sent", details_of(mail, delivery));
    } else {
      log_.warning("mail_sent_after_its_lease", details_of(mail, delivery));
    }
    accepted_.pop_back();
  }
}

void MailSender::give_up(const ClaimedMail& mail, const Delivery& delivery) {
  outbox_.mark_failed(mail, clock_.now());
  log_.error("mail_failed", details_of(mail, delivery));
}

void MailSender::try_later(const ClaimedMail& mail, const Delivery& delivery) {
  const auto now = clock_.now();
  const auto delay = retry_after(mail.attempts, now - mail.created_at, random_fraction());
  if (!delay) return give_up(mail, delivery);
  outbox_.postpone(mail, now + *delay);
  auto details = details_of(mail, delivery);
  details["retry_after_s"] = std::chrono::duration_cast<std::chrono::seconds>(*delay).count();
  log_.warning("mail_postponed", std::move(details));
}

void MailSender::erase_old() {
  constexpr int kPiece = 500;
  int erased = 0;
  int piece = kPiece;
  while (piece == kPiece && !*stopping_) erased += piece = outbox_.erase_finished(clock_.now() - options_.keep, kPiece);
  erase_at_ = clock_.now() + options_.erase_every;
  if (erased > 0) log_.info("mails_erased", {{"count", erased}});
}

}  // namespace callboard::host
