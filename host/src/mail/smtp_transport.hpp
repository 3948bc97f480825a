// Mails over SMTP by libcurl: smtp:// with STARTTLS or without, smtps://, AUTH. The connection is kept
// until the batch ends.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <curl/curl.h>

#include "mail/mail_transport.hpp"

namespace callboard::host {

class SmtpTransport : public MailTransport {
 public:
  // curl_global_init() must have been called before any thread was started. Makes the process ignore SIGPIPE.
  SmtpTransport(MailSettings settings, const std::string& helo, std::function<bool()> hurry);
  ~SmtpTransport() override;

  Delivery deliver(const ClaimedMail& mail) override;
  void end_batch() override;

 private:
  struct Closer {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  void connect_options();
  void hang_up();

  MailSettings settings_;
  std::string url_;
  std::function<bool()> hurry_;
  std::unique_ptr<CURL, Closer> handle_;
};

}  // namespace callboard::host
