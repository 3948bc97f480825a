#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outbox_fixture.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SqlOutboxTest : public OutboxTest {
 protected:
  SqlOutbox& outbox() {
    if (!outbox_) outbox_.emplace(database());
    return *outbox_;
  }
  std::optional<SqlOutbox> outbox_;
};
CALLBOARD_ON_BOTH_ENGINES(SqlOutboxTest);

TEST_P(SqlOutboxTest, GivesOutWhatIsDueTheLongestDueFirst) {
  add(1);
  clock().advance(1s);
  add(2);
  clock().advance(1s);
  const auto ids = outbox().due(clock().now(), 10);
  ASSERT_THAT(ids, SizeIs(2));
  EXPECT_LT(to_sql(ids[0]), to_sql(ids[1]));
  EXPECT_THAT(outbox().due(clock().now(), 1), SizeIs(1));
  EXPECT_THAT(outbox().due(clock().now() - 1min, 10), IsEmpty());
}

TEST_P(SqlOutboxTest, LetsOneHostAloneHaveAMail) {
  add(1);
  const auto id = outbox().due(clock().now(), 10).at(0);
  const auto until = clock().now() + 5min;
  const auto mail = outbox().claim(id, clock().now(), until);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->attempts, 1);
  EXPECT_EQ(mail->message_id, "1@theatre.example");
  EXPECT_EQ(mail->recipient, "anna@mail.example");
  EXPECT_EQ(mail->created_at, clock().now());
  EXPECT_FALSE(outbox().claim(id, clock().now(), until));
  EXPECT_THAT(outbox().due(clock().now(), 10), IsEmpty());
}

TEST_P(SqlOutboxTest, GivesAMailAgainWhenItsLeaseHasEnded) {
  add(1);
  const auto id = outbox().due(clock().now(), 10).at(0);
  const auto first = outbox().claim(id, clock().now(), clock().now() + 5min);
  clock().advance(5min);
  const auto second = outbox().claim(id, clock().now(), clock().now() + 5min);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->attempts, 2);
  EXPECT_FALSE(outbox().mark_sent(*first, clock().now()));
  EXPECT_FALSE(outbox().postpone(*first, clock().now()));
  EXPECT_TRUE(outbox().mark_sent(*second, clock().now()));
  EXPECT_FALSE(outbox().mark_failed(*second, clock().now()));
  EXPECT_EQ(count("sent"), 1);
}

TEST_P(SqlOutboxTest, KeepsALargeMessageWhole) {
  const auto message = "Subject: x\r\n\r\n" + std::string(7'000'000, 'y') + "\r\n:no_placeholder ? ' \\ \" %s\r\n";
  database().transact([&](Transaction& tx) { outbox().add(tx, {"1@x", "a@b", message}, clock().now()); });
  const auto id = outbox().due(clock().now(), 10).at(0);
  EXPECT_EQ(outbox().claim(id, clock().now(), clock().now() + 5min)->message, message);
}

TEST_P(SqlOutboxTest, ErasesWhatIsFinishedInPieces) {
  for (int i = 1; i <= 5; ++i) add(i);
  for (const auto id : outbox().due(clock().now(), 4)) {
    const auto mail = outbox().claim(id, clock().now(), clock().now() + 5min);
    to_sql(id) % 2 == 0 ? outbox().mark_sent(*mail, clock().now()) : outbox().mark_failed(*mail, clock().now());
  }
  EXPECT_EQ(outbox().erase_finished(clock().now() - 1s, 10), 0);
  EXPECT_EQ(outbox().erase_finished(clock().now(), 3), 3);
  EXPECT_EQ(outbox().erase_finished(clock().now(), 3), 1);
  EXPECT_EQ(count("waiting"), 1);
  EXPECT_EQ(count("sent") + count("failed"), 0);
}

}  // namespace
}  // namespace callboard::host
