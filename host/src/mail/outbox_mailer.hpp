// The Mailer that plugins get: a mail is rendered and put into the outbox within their transaction.
#pragma once

#include <string>

#include "callboard/services.hpp"
#include "callboard/site.hpp"
#include "callboard/view.hpp"
#include "config/settings.hpp"
#include "mail/outbox.hpp"

namespace callboard::host {

// Thread-safe.
class OutboxMailer : public Mailer {
 public:
  // Throws ConfigError for a sender's address that is none.
  OutboxMailer(const MailSettings& mail, const Site& site, const View& view, const Clock& clock, Outbox& outbox);

  // Throws BadRequest for an address or an attachment that cannot be sent, ContentTooLarge for
  // attachments of more than 5 MiB together, std::logic_error where there is no such template.
  void send(Transaction& tx, const Mail& mail) override;

 private:
  std::string rendered_html(const Mail& mail) const;

  std::string from_;
  std::string from_name_;  // or empty: the site's name
  std::string id_domain_;  // the right side of every Message-ID
  const Site& site_;
  const View& view_;
  const Clock& clock_;
  Outbox& outbox_;
};

}  // namespace callboard::host
