// Mails as files, for development: FOLDER/20261121T080000Z-<id>.eml, complete once it has that name.
#pragma once

#include <filesystem>

#include "mail/mail_transport.hpp"

namespace callboard::host {

class FileTransport : public MailTransport {
 public:
  // The folder is made when the first mail is written.
  explicit FileTransport(std::filesystem::path folder) : folder_(std::move(folder)) {}
  // A second delivery of the same mail replaces its file, so that each mail has exactly one.
  Delivery deliver(const ClaimedMail& mail) override;

 private:
  std::filesystem::path folder_;
};

}  // namespace callboard::host
