#include "mail/mail_service.hpp"

#include <curl/curl.h>

#include "config/network_address.hpp"

namespace callboard::host {

std::unique_ptr<MailSender> make_mail_sender(const Settings& settings, Outbox& outbox, const Clock& clock, Log& log) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const auto site = parse_url(settings.site.url);
  SenderOptions options;
  options.keep = settings.mail.keep;
  options.lease = 2 * settings.mail.timeout + std::chrono::seconds(60);
  auto stopping = std::make_shared<std::atomic<bool>>(false);
  auto transport = make_transport(settings.mail, site ? site->host : "", [stopping] { return stopping->load(); });
  return std::make_unique<MailSender>(outbox, std::move(transport), clock, log, options, stopping);
}

// Without a lease of its own: each mail has one, and an empty outbox then costs a read a second, no write.
void add_mail_job(JobRunner& runner, MailSender& sender) {
  runner.add("host.outbox", {"outbox", std::chrono::seconds(1), [&sender] { sender.run(); }}, JobScope::EveryHost);
}

}  // namespace callboard::host
