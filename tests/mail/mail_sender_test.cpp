// The way from the outbox to a real SMTP server, with everything that goes wrong on it.
#include "mail/mail_sender.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <thread>

#include "mail/smtp_transport.hpp"
#include "mail_testing.hpp"
#include "outbox_fixture.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class MailSenderTest : public OutboxTest {
 protected:
  void SetUp() override {
    OutboxTest::SetUp();
    outbox_.emplace(database());
  }
  void TearDown() override {
    outbox_.reset();
    OutboxTest::TearDown();
  }

  static std::unique_ptr<MailTransport> smtp(const std::string& url) {
    MailSettings settings;
    settings.transport = "smtp";
    settings.url = url;
    settings.from = "school@theatre.example";
    settings.starttls = "never";
    settings.timeout = 5s;
    return make_transport(settings, "theatre.example", [] { return false; });
  }
  std::unique_ptr<MailSender> sender(const std::string& url) {
    return std::make_unique<MailSender>(*outbox_, smtp(url), clock(), log());
  }
  std::vector<std::string> events() {
    std::vector<std::string> names;
    for (const auto& line : log().lines()) {
      if (line.event.starts_with("mail")) names.push_back(line.event);
    }
    return names;
  }
  std::string logged() {
    std::string text;
    for (const auto& line : log().lines()) text += line.event + line.details.dump();
    return text;
  }

  std::optional<SqlOutbox> outbox_;
};
CALLBOARD_ON_BOTH_ENGINES(MailSenderTest);

std::set<std::string> distinct(const std::vector<std::string>& mails) { return {mails.begin(), mails.end()}; }

TEST_P(MailSenderTest, EmptiesTheOutboxOverOneConnection) {
  const SmtpServer server;
  for (int i = 0; i < 60; ++i) add(i);
  sender(server.url())->run();
  EXPECT_THAT(distinct(server.mails()), SizeIs(60));
  EXPECT_THAT(server.mails(), SizeIs(60));
  EXPECT_THAT(server.events("connect"), SizeIs(1));
  EXPECT_EQ(count("sent"), 60);
}

TEST_P(MailSenderTest, SendsEachMailOnceHoweverManyHostsSend) {
  const SmtpServer server;
  for (int i = 0; i < 60; ++i) add(i);
  std::vector<std::thread> hosts;
  for (int i = 0; i < 3; ++i) {
    hosts.emplace_back([&] {
      const auto database = test_database().another();
      SqlOutbox outbox(*database);
      MailSender(outbox, smtp(server.url()), clock(), log()).run();
    });
  }
  for (auto& host : hosts) host.join();
  EXPECT_THAT(server.mails(), SizeIs(60));
  EXPECT_THAT(distinct(server.mails()), SizeIs(60));
  EXPECT_EQ(count("sent"), 60);
}

TEST_P(MailSenderTest, TriesAgainLaterWhatWasNotTakenNow) {
  const SmtpServer server({"--rcpt", "451 greylisted", "--times", "2"});
  add(1);
  const auto mails = sender(server.url());
  mails->run();
  mails->run();
  EXPECT_THAT(server.events("refused"), SizeIs(1)) << "the second run came too early to try again";
  clock().advance(2min);
  mails->run();
  EXPECT_THAT(server.events("refused"), SizeIs(2));
  clock().advance(5min);
  mails->run();
  EXPECT_THAT(server.mails(), SizeIs(1));
  EXPECT_EQ(events(), (std::vector<std::string>{"mail_postponed", "mail_postponed", "mail_sent"}));
}

TEST_P(MailSenderTest, GivesUpAtOnceWhatIsRefusedForGood) {
  const SmtpServer server({"--rcpt", "550 no such user", "--times", "1"});
  add(1, "secret.name@mail.example");
  clock().advance(1s);
  add(2);
  sender(server.url())->run();
  EXPECT_EQ(count("failed"), 1);
  EXPECT_THAT(server.mails(), SizeIs(1)) << "the next mail is not the first one's prisoner";
  EXPECT_EQ(events(), (std::vector<std::string>{"mail_failed", "mail_sent"}));
  EXPECT_THAT(logged(), Not(::testing::HasSubstr("secret.name")));
  EXPECT_THAT(logged(), ::testing::HasSubstr("550"));
}

TEST_P(MailSenderTest, GivesUpAfterTwoDays) {
  const SmtpServer server({"--rcpt", "451 never"});
  add(1);
  const auto mails = sender(server.url());
  for (int i = 0; i < 60 && count("waiting") == 1; ++i) {
    mails->run();
    clock().advance(5h);
  }
  EXPECT_EQ(count("failed"), 1);
  EXPECT_EQ(log().lines().back().event, "mail_failed");
  EXPECT_THAT(server.events("refused"), SizeIs(11));
}

TEST_P(MailSenderTest, LeavesAServerThatIsAwayAloneForAWhile) {
  const SmtpServer server({"--drop", "connect", "--times", "1"});
  for (int i = 0; i < 5; ++i) add(i);
  const auto mails = sender(server.url());
  mails->run();
  EXPECT_THAT(server.events("connect"), SizeIs(1)) << "the batch ends with the first failure";
  mails->run();
  EXPECT_THAT(server.events("connect"), SizeIs(1)) << "and the next run waits";
  clock().advance(10s);
  mails->run();
  EXPECT_EQ(count("sent"), 4);
  clock().advance(2min);
  mails->run();
  EXPECT_EQ(count("sent"), 5);
}

TEST_P(MailSenderTest, BeginsNoMailOnceItIsStopped) {
  const SmtpServer server;
  add(1);
  const auto mails = sender(server.url());
  mails->stop();
  mails->run();
  EXPECT_THAT(server.mails(), IsEmpty());
  EXPECT_EQ(count("waiting"), 1);
}

TEST_P(MailSenderTest, ErasesMailsAfterTheirTime) {
  const SmtpServer server;
  add(1);
  const auto mails = sender(server.url());
  mails->run();
  clock().advance(std::chrono::days(6));
  mails->run();
  EXPECT_EQ(count("sent"), 1);
  clock().advance(std::chrono::days(1));
  mails->run();
  EXPECT_EQ(count("sent"), 0);
}

// A host that dies at a chosen moment of the delivery.
class DyingTransport : public MailTransport {
 public:
  explicit DyingTransport(std::unique_ptr<MailTransport> first) : first_(std::move(first)) {}
  Delivery deliver(const ClaimedMail& mail) override {
    if (first_) first_->deliver(mail);
    ::kill(::getpid(), SIGKILL);
    return {};
  }

 private:
  std::unique_ptr<MailTransport> first_;
};

// In a process of its own; true when it died by SIGKILL.
bool die_sending(callboard::testing::TestDatabase& test_database, const Clock& clock, Log& log,
                 std::unique_ptr<MailTransport> transport) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto database = test_database.another();
    SqlOutbox outbox(*database);
    MailSender(outbox, std::make_unique<DyingTransport>(std::move(transport)), clock, log).run();
    ::_exit(1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

TEST_P(MailSenderTest, PicksUpAfterTheLeaseWhatADeadHostHadClaimed) {
  const SmtpServer server;
  add(1);
  ASSERT_TRUE(die_sending(test_database(), clock(), log(), nullptr));
  const auto mails = sender(server.url());
  clock().advance(4min);
  mails->run();
  EXPECT_THAT(server.mails(), IsEmpty());
  clock().advance(1min);
  mails->run();
  EXPECT_THAT(server.mails(), SizeIs(1));
}

TEST_P(MailSenderTest, RepeatsAMailUnderItsMessageIdWhenAHostDiesAfterTheServerAcceptedIt) {
  const SmtpServer server;
  add(1);
  ASSERT_TRUE(die_sending(test_database(), clock(), log(), smtp(server.url())));
  clock().advance(5min);
  sender(server.url())->run();
  EXPECT_THAT(server.mails(), SizeIs(2));
  EXPECT_THAT(distinct(server.mails()), SizeIs(1));
}

// The database goes away between the server's acceptance and our note of it.
class ForgetfulOutbox : public SqlOutbox {
 public:
  using SqlOutbox::SqlOutbox;
  bool mark_sent(const ClaimedMail& mail, Time now) override {
    if (failures-- > 0) throw Unavailable("the database is away");
    return SqlOutbox::mark_sent(mail, now);
  }
  int failures = 2;
};

TEST_P(MailSenderTest, RemembersWhatTheServerAcceptedWhileTheDatabaseIsAway) {
  const SmtpServer server;
  for (int i = 0; i < 2; ++i) add(i);
  ForgetfulOutbox outbox(database());
  MailSender mails(outbox, smtp(server.url()), clock(), log());
  EXPECT_THROW(mails.run(), Unavailable);
  EXPECT_THROW(mails.run(), Unavailable);
  mails.run();
  EXPECT_EQ(count("sent"), 2);
  clock().advance(10min);
  mails.run();
  EXPECT_THAT(server.mails(), SizeIs(2));
}

}  // namespace
}  // namespace callboard::host
