#include "mail/outbox_mailer.hpp"

#include <stdexcept>

#include "callboard/errors.hpp"
#include "callboard/mailbox.hpp"
#include "config/network_address.hpp"
#include "mail/mime.hpp"
#include "mail/random_name.hpp"

namespace callboard::host {
namespace {

constexpr std::size_t kAttachmentsLimit = 5 * 1024 * 1024;  // bytes
constexpr std::size_t kAttachmentCountLimit = 10;

void require_bounded(const std::vector<Attachment>& attachments) {
  std::size_t size = 0;
  for (const auto& attachment : attachments) size += attachment.content.size();
  if (size > kAttachmentsLimit || attachments.size() > kAttachmentCountLimit) {
    throw ContentTooLarge("a mail's attachments are too large or too many");
  }
}

std::string required_mailbox(const std::string& address) {
  auto mailbox = parse_mailbox(address);
  if (!mailbox) throw BadRequest(_("This is not an e-mail address."), "a mail's address is none");
  return std::move(*mailbox);
}

}  // namespace

OutboxMailer::OutboxMailer(const MailSettings& mail, const Site& site, const View& view, const Clock& clock,
                           Outbox& outbox)
    : from_name_(mail.from_name), site_(site), view_(view), clock_(clock), outbox_(outbox) {
  const auto from = parse_mailbox(mail.from);
  if (!from) throw ConfigError("[mail] from: \"" + mail.from + "\" is not an e-mail address");
  from_ = *from;
  const auto url = parse_url(site.info()->url);
  id_domain_ = url && !url->host.empty() ? url->host : from_.substr(from_.find('@') + 1);
}

// A mail without NAME.html is sent as text alone. All templates were checked at start, so that a missing
// one is the only thing that this can mean.
std::string OutboxMailer::rendered_html(const Mail& mail) const {
  try {
    return view_.expand(mail.page + ".html", mail.data, mail.language);
  } catch (const std::logic_error&) {
    return {};
  }
}

void OutboxMailer::send(Transaction& tx, const Mail& mail) {
  require_bounded(mail.attachments);
  const auto now = clock_.now();
  const MailParts parts{.from = from_,
                        .from_name = from_name_.empty() ? site_.info()->name : from_name_,
                        .to = required_mailbox(mail.to),
                        .subject = view_.translate(mail.subject, mail.language),
                        .text = view_.expand(mail.page + ".txt", mail.data, mail.language),
                        .html = rendered_html(mail),
                        .attachments = mail.attachments,
                        .message_id = random_name() + "@" + id_domain_,
                        .date = now};
  outbox_.add(tx, {parts.message_id, parts.to, build_message(parts)}, now);
}

}  // namespace callboard::host
