#include "mail/smtp_transport.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <new>
#include <optional>
#include <string_view>

namespace callboard::host {
namespace {

using SteadyClock = std::chrono::steady_clock;

// One message on its way, as curl's callbacks see it.
struct MessageUpload {
  std::string_view rest;
  bool begun = false;  // the server asked for the message: it may accept it from now on
  const std::function<bool()>* hurry = nullptr;
  std::optional<SteadyClock::time_point> hurried_since = {};
};

std::size_t read_message(char* buffer, std::size_t size, std::size_t count, void* context) {
  auto& upload = *static_cast<MessageUpload*>(context);
  upload.begun = true;
  const auto length = std::min(size * count, upload.rest.size());
  std::memcpy(buffer, upload.rest.data(), length);
  upload.rest.remove_prefix(length);
  return length;
}

// Ends what waits when the process is to stop. A message that is half way gets a little longer: aborted
// between the server's acceptance and its reply, it would be sent twice.
int should_abort(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  constexpr std::chrono::seconds kGrace{2};
  auto& upload = *static_cast<MessageUpload*>(context);
  if (!*upload.hurry || !(*upload.hurry)()) return 0;
  if (!upload.hurried_since) upload.hurried_since = SteadyClock::now();
  return !upload.begun || SteadyClock::now() - *upload.hurried_since > kGrace ? 1 : 0;
}

// Replies that speak of how we introduced ourselves, not of the mail: a wrong password in the
// configuration must not lose mails.
bool is_about_authentication(long code) { return code == 530 || code == 534 || code == 535 || code == 538; }

Delivery::Outcome outcome_of(CURLcode result, long code, bool begun) {
  using Outcome = Delivery::Outcome;
  if (result == CURLE_OK) return Outcome::Accepted;
  // What curl reports for a reply that is not the expected one: to MAIL, RCPT and DATA the first, to the
  // message's end the second; a greeting gets the second too, but before the message was begun.
  const bool about_mail = result == CURLE_SEND_ERROR || (result == CURLE_WEIRD_SERVER_REPLY && begun);
  if (!about_mail || code < 400 || code == 421 || is_about_authentication(code)) return Outcome::Unreachable;
  return code >= 500 ? Outcome::Refused : Outcome::TryLater;
}

}  // namespace

SmtpTransport::SmtpTransport(MailSettings settings, const std::string& helo, std::function<bool()> hurry)
    : settings_(std::move(settings)), url_(settings_.url), hurry_(std::move(hurry)) {
  // OpenSSL writes to a connection that is gone without MSG_NOSIGNAL, and with CURLOPT_NOSIGNAL curl does
  // nothing against it: the signal would end the process.
  std::signal(SIGPIPE, SIG_IGN);
  // curl takes the name for its greeting from the URL's path.
  while (url_.ends_with('/')) url_.pop_back();
  if (!helo.empty()) url_ += "/" + helo;
}

SmtpTransport::~SmtpTransport() { SmtpTransport::end_batch(); }

void SmtpTransport::connect_options() {
  auto* curl = handle_.get();
  const auto text = [&](CURLoption option, const std::string& value) {
    if (!value.empty()) curl_easy_setopt(curl, option, value.c_str());
  };
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // whatever the environment says
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings_.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(settings_.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(settings_.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(settings_.starttls == "never" ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  text(CURLOPT_CAINFO, settings_.ca_file.string());
  text(CURLOPT_USERNAME, settings_.user);
  text(CURLOPT_PASSWORD, settings_.password);
  text(CURLOPT_URL, url_);
}

// Without a farewell, for whose reply curl would wait as long as for any other: 30 s more of a server
// that has just not answered for 30 s.
void SmtpTransport::hang_up() {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle_.get(), CURLINFO_ACTIVESOCKET, &socket);
  if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RDWR);
  handle_.reset();
}

Delivery SmtpTransport::deliver(const ClaimedMail& mail) {
  if (!handle_) handle_.reset(curl_easy_init());
  if (!handle_) throw std::bad_alloc();
  auto* curl = handle_.get();
  // The connection stays with the handle, its options do not.
  curl_easy_reset(curl);
  connect_options();
  MessageUpload upload{.rest = mail.message, .hurry = &hurry_};
  const auto from = "<" + settings_.from + ">";
  const auto to = "<" + mail.recipient + ">";
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(curl_slist_append(nullptr, to.c_str()),
                                                                               &curl_slist_free_all);
  if (!recipients) throw std::bad_alloc();
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.message.size()));
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &read_message);
  curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &should_abort);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &upload);
  const auto result = curl_easy_perform(curl);
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  const auto outcome = outcome_of(result, code, upload.begun);
  if (outcome == Delivery::Outcome::Unreachable) hang_up();
  // curl's own description of the result, not the server's words, which may repeat the address.
  return {outcome, static_cast<int>(code), result == CURLE_OK ? "" : curl_easy_strerror(result)};
}

// curl says QUIT and waits for the reply; a server that gives none must not hold up the end.
void SmtpTransport::end_batch() {
  constexpr long kSeconds = 2;
  if (handle_) curl_easy_setopt(handle_.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT, kSeconds);
  handle_.reset();
}

}  // namespace callboard::host
