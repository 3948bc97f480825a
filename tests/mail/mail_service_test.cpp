// Mailer, outbox, job runner and server together, as the host puts them together.
#include "mail/mail_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "jobs/sql_job_leases.hpp"
#include "mail_testing.hpp"
#include "outbox_fixture.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;
using ::testing::SizeIs;

class WallClock : public Clock {
 public:
  Time now() const override { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }
};

class MailServiceTest : public OutboxTest {
 protected:
  void add_now() {
    const WallClock wall;
    clock().set(wall.now());
    add(++added_);
  }
  static bool eventually(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!holds() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
    return holds();
  }
  int added_ = 0;
};
CALLBOARD_ON_BOTH_ENGINES(MailServiceTest);

TEST_P(MailServiceTest, SendsWithinAboutASecondOfTheCommit) {
  const SmtpServer server;
  const WallClock wall;
  Settings settings;
  settings.mail.transport = "smtp";
  settings.mail.url = server.url();
  settings.mail.starttls = "never";
  SqlOutbox outbox(database());
  SqlJobLeases leases(database());
  const auto sender = make_mail_sender(settings, outbox, wall, log());
  JobRunner runner(leases, wall, log());
  add_mail_job(runner, *sender);
  runner.start();
  auto longest = 0ms;
  for (std::size_t n = 1; n <= 4; ++n) {
    std::this_thread::sleep_for(n * 137ms);  // at any moment between two looks
    add_now();
    const auto committed = std::chrono::steady_clock::now();
    ASSERT_TRUE(eventually([&] { return server.mails().size() == n; }));
    longest = std::max(
        longest, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - committed));
  }
  RecordProperty("longest_ms", static_cast<int>(longest.count()));
  EXPECT_LT(longest, 2500ms) << "one second, and room for a busy machine";
  sender->stop();
  EXPECT_TRUE(runner.stop(5s));
}

TEST_P(MailServiceTest, StopsInBoundedTimeWhileAServerIsSlow) {
  const SmtpServer server({"--slow", "60"});
  const WallClock wall;
  Settings settings;
  settings.mail.transport = "smtp";
  settings.mail.url = server.url();
  settings.mail.starttls = "never";
  SqlOutbox outbox(database());
  SqlJobLeases leases(database());
  const auto sender = make_mail_sender(settings, outbox, wall, log());
  JobRunner runner(leases, wall, log());
  add_mail_job(runner, *sender);
  add_now();
  runner.start();
  ASSERT_TRUE(eventually([&] { return !server.events("waiting").empty(); }));
  sender->stop();
  EXPECT_TRUE(runner.stop(5s));
  EXPECT_EQ(count("waiting"), 1) << "it is tried again later";
}

TEST_P(MailServiceTest, WritesFilesWhereTheSettingsSaySo) {
  const TemporaryFolder folder;
  const WallClock wall;
  Settings settings;
  settings.mail.folder = folder.path() / "mail";
  SqlOutbox outbox(database());
  add_now();
  make_mail_sender(settings, outbox, wall, log())->run();
  EXPECT_THAT(files_in(settings.mail.folder), SizeIs(1));
  EXPECT_EQ(count("sent"), 1);
}

}  // namespace
}  // namespace callboard::host
