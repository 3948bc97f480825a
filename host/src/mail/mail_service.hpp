// The sending side of mail as the composition root makes it.
#pragma once

#include <memory>

#include "config/settings.hpp"
#include "jobs/job_runner.hpp"
#include "mail/mail_sender.hpp"

namespace callboard::host {

// A sender with the transport that the settings name, and a lease that outlasts its timeouts. For the
// jobs process, before it starts threads.
std::unique_ptr<MailSender> make_mail_sender(const Settings& settings, Outbox& outbox, const Clock& clock, Log& log);

// Looks into the outbox once a second, on every host. `sender` must outlive the runner's threads.
void add_mail_job(JobRunner& runner, MailSender& sender);

}  // namespace callboard::host
