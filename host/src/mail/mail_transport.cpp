#include "mail/mail_transport.hpp"

#include <utility>

#include "callboard/mailbox.hpp"
#include "mail/file_transport.hpp"
#include "mail/smtp_transport.hpp"

namespace callboard::host {

std::unique_ptr<MailTransport> make_transport(const MailSettings& settings, const std::string& helo,
                                              std::function<bool()> hurry) {
  if (settings.transport == "file") return std::make_unique<FileTransport>(settings.folder);
  auto smtp = settings;
  smtp.from = parse_mailbox(settings.from).value_or(settings.from);
  return std::make_unique<SmtpTransport>(std::move(smtp), helo, std::move(hurry));
}

}  // namespace callboard::host
