#include "mail/smtp_transport.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mail_testing.hpp"

namespace callboard::host {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Outcome = Delivery::Outcome;

ClaimedMail mail_with(const std::string& message = "Subject: x\r\n\r\nbody\r\n") {
  return {.id = OutboxId{1},
          .attempts = 1,
          .created_at = Time(std::chrono::seconds(1'795'248'000)),
          .message_id = "1@theatre.example",
          .recipient = "anna@mail.example",
          .message = message};
}

MailSettings settings_for(const std::string& url) {
  MailSettings settings;
  settings.transport = "smtp";
  settings.url = url;
  settings.from = "school@theatre.example";
  settings.starttls = "never";
  settings.timeout = std::chrono::seconds(5);
  return settings;
}

SmtpTransport transport_for(const MailSettings& settings) {
  return {settings, "theatre.example", [] { return false; }};
}

// A port on which nobody listens.
int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(fd);
  return ntohs(address.sin_port);
}

TEST(SmtpTransport, DeliversTheMessageByteForByte) {
  const SmtpServer server;
  const auto message = mail_with("Subject: x\r\n\r\n.\r\n..dots\r\n.end\r\n");
  EXPECT_EQ(transport_for(settings_for(server.url())).deliver(message).outcome, Outcome::Accepted);
  ASSERT_THAT(server.mails(), SizeIs(1));
  EXPECT_EQ(server.mails()[0], message.message);
  const auto event = server.events("mail").at(0);
  EXPECT_EQ(event["sender"], "school@theatre.example");
  EXPECT_EQ(event["to"], nlohmann::json::array({"anna@mail.example"}));
  EXPECT_EQ(server.events("ehlo").at(0)["name"], "theatre.example");
}

TEST(SmtpTransport, SendsABatchOverOneConnection) {
  const SmtpServer server;
  auto transport = transport_for(settings_for(server.url()));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(transport.deliver(mail_with()).outcome, Outcome::Accepted);
  EXPECT_THAT(server.events("connect"), SizeIs(1));
  transport.end_batch();
  EXPECT_EQ(transport.deliver(mail_with()).outcome, Outcome::Accepted);
  EXPECT_THAT(server.events("connect"), SizeIs(2));
}

TEST(SmtpTransport, TellsARefusalForGoodFromOneForNow) {
  const std::vector<std::pair<std::vector<std::string>, Outcome>> cases = {
      {{"--rcpt", "550 no such user"}, Outcome::Refused},   {{"--rcpt", "451 greylisted"}, Outcome::TryLater},
      {{"--data", "554 spam"}, Outcome::Refused},           {{"--data", "452 disk full"}, Outcome::TryLater},
      {{"--rcpt", "421 going down"}, Outcome::Unreachable}, {{"--rcpt", "530 sign in first"}, Outcome::Unreachable},
  };
  for (const auto& [arguments, outcome] : cases) {
    const SmtpServer server(arguments);
    const auto delivery = transport_for(settings_for(server.url())).deliver(mail_with());
    EXPECT_EQ(delivery.outcome, outcome) << arguments[1];
    EXPECT_EQ(std::to_string(delivery.code), arguments[1].substr(0, 3));
    EXPECT_THAT(server.mails(), IsEmpty());
  }
}

TEST(SmtpTransport, GoesOnAfterARefusalInTheBatch) {
  const SmtpServer server({"--rcpt", "550 no such user", "--times", "1"});
  auto transport = transport_for(settings_for(server.url()));
  EXPECT_EQ(transport.deliver(mail_with()).outcome, Outcome::Refused);
  EXPECT_EQ(transport.deliver(mail_with()).outcome, Outcome::Accepted);
}

TEST(SmtpTransport, RepeatsNothingThatTheServerSaidInItsReason) {
  const SmtpServer server({"--rcpt", "550 anna@mail.example is unknown here"});
  EXPECT_THAT(transport_for(settings_for(server.url())).deliver(mail_with()).reason, ::testing::Not(HasSubstr("anna")));
}

TEST(SmtpTransport, CallsAServerThatIsAwayUnreachable) {
  const auto nobody = "smtp://localhost:" + std::to_string(free_port());
  EXPECT_EQ(transport_for(settings_for(nobody)).deliver(mail_with()).outcome, Outcome::Unreachable);
  for (const std::string where : {"data", "connect"}) {
    const SmtpServer server({"--drop", where});
    EXPECT_EQ(transport_for(settings_for(server.url())).deliver(mail_with()).outcome, Outcome::Unreachable) << where;
  }
}

TEST(SmtpTransport, WaitsNoLongerThanItsTimeout) {
  const SmtpServer server({"--slow", "30"});
  auto settings = settings_for(server.url());
  settings.timeout = std::chrono::seconds(1);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Unreachable);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3)) << "its farewell included";
}

TEST(SmtpTransport, OutlivesAnEncryptedConnectionThatBreaks) {
  const TemporaryFolder folder;
  const Certificate certificate(folder.path());
  for (const std::vector<std::string>& fault : {std::vector<std::string>{"--slow", "30"}, {"--drop", "data"}}) {
    std::vector<std::string> arguments = {"--cert", certificate.cert.string(), "--key", certificate.key.string()};
    arguments.insert(arguments.end(), fault.begin(), fault.end());
    const SmtpServer server(arguments);
    auto settings = settings_for(server.url());
    settings.starttls = "required";
    settings.ca_file = certificate.cert;
    settings.timeout = std::chrono::seconds(2);
    EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Unreachable) << fault[0];
  }
}

TEST(SmtpTransport, EndsSoonWhenTheProcessIsToStop) {
  const SmtpServer server({"--slow", "30"});
  auto settings = settings_for(server.url());
  settings.timeout = std::chrono::seconds(20);
  // Only once the message is on its way: the server might be about to accept it.
  SmtpTransport transport(settings, "theatre.example", [&] { return !server.events("waiting").empty(); });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(transport.deliver(mail_with()).outcome, Outcome::Unreachable);
  EXPECT_GT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(SmtpTransport, FinishesAMessageThatIsOnItsWayWhenTheProcessIsToStop) {
  const SmtpServer server({"--slow", "1"});
  SmtpTransport transport(settings_for(server.url()), "theatre.example",
                          [&] { return !server.events("waiting").empty(); });
  EXPECT_EQ(transport.deliver(mail_with()).outcome, Outcome::Accepted);
}

TEST(SmtpTransport, EncryptsWithACertificateThatItTrusts) {
  const TemporaryFolder folder;
  const Certificate certificate(folder.path());
  for (const std::string scheme : {"smtp", "smtps"}) {
    std::vector<std::string> arguments = {"--cert", certificate.cert.string(), "--key", certificate.key.string()};
    if (scheme == "smtps") arguments.emplace_back("--smtps");
    const SmtpServer server(arguments);
    auto settings = settings_for(server.url(scheme));
    settings.starttls = "required";
    settings.ca_file = certificate.cert;
    EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Accepted) << scheme;
    EXPECT_EQ(server.events("ehlo").back()["tls"], true) << scheme;
  }
}

TEST(SmtpTransport, SendsNothingToAServerWhoseCertificateItDoesNotTrust) {
  const TemporaryFolder folder;
  const Certificate certificate(folder.path());
  const SmtpServer server({"--cert", certificate.cert.string(), "--key", certificate.key.string()});
  auto settings = settings_for(server.url());
  settings.starttls = "required";
  EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Unreachable);
  // The right certificate, under a name that it does not carry.
  settings.ca_file = certificate.cert;
  settings.url = "smtp://127.0.0.1:" + std::to_string(server.port());
  EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Unreachable);
  EXPECT_THAT(server.mails(), IsEmpty());
}

TEST(SmtpTransport, SendsNothingUnencryptedWhereEncryptionIsRequired) {
  const SmtpServer server;
  auto settings = settings_for(server.url());
  settings.starttls = "required";
  EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Unreachable);
  EXPECT_THAT(server.mails(), IsEmpty());
}

TEST(SmtpTransport, SignsIn) {
  const SmtpServer server({"--auth", "school:pa ss"});
  auto settings = settings_for(server.url());
  settings.user = "school";
  settings.password = "pa ss";
  EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Accepted);
  EXPECT_EQ(server.events("mail").at(0)["user"], "school");
}

TEST(SmtpTransport, LosesNoMailToAWrongPassword) {
  const SmtpServer server({"--auth", "school:secret"});
  auto settings = settings_for(server.url());
  EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Unreachable);
  settings.user = "school";
  settings.password = "wrong";
  EXPECT_EQ(transport_for(settings).deliver(mail_with()).outcome, Outcome::Unreachable);
}

}  // namespace
}  // namespace callboard::host
