#include "audit/sql_audit_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/query_plan.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "person.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;
using callboard::testing::not_indexed;
using callboard::testing::query_plan;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Visitor cabinet(std::int64_t id) {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Device;
  visitor.device = DeviceId{id};
  return visitor;
}

class SqlAuditLogTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }

  void record(const AuditEntry& entry, const Visitor& by = console()) {
    database().transact([&](Transaction& tx) { log_.record(tx, by, entry); });
  }
  std::vector<AuditedEntry> history(const std::string& record, std::int64_t id, int most = 100) {
    return database().read([&](Transaction& tx) { return log_.history(tx, record, id, most); });
  }
  void erase(UserId person) {
    database().transact([&](Transaction& tx) { log_.erase(tx, person); });
  }
  std::vector<std::string> plan(const std::string& statement) {
    return query_plan(database(), statement,
                      {{":record", "'user'"},
                       {":record_id", "7"},
                       {":most", "20"},
                       {":first", "10"},
                       {":last", "90"},
                       {":person", "7"}});
  }

  SqlAuditLog log_{clock()};
};
CALLBOARD_ON_BOTH_ENGINES(SqlAuditLogTest);

TEST_P(SqlAuditLogTest, TellsWhatWasRecorded) {
  const auto name = std::string("Анна \U0001F3AD ' \" \\ :name ?");
  record({"changed", "user", 7, {{"name", "", name}, {"role", "student", "teacher"}}, UserId{7}}, person(3));
  const auto found = history("user", 7);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].at, clock().now());
  EXPECT_EQ(found[0].by, Visitor::Kind::Person);
  EXPECT_EQ(found[0].by_id, 3);
  const auto& entry = found[0].entry;
  EXPECT_EQ(entry.action, "changed");
  EXPECT_EQ(entry.record, "user");
  EXPECT_EQ(entry.record_id, 7);
  EXPECT_EQ(entry.person, UserId{7});
  ASSERT_THAT(entry.changes, SizeIs(2));
  EXPECT_EQ(entry.changes[0].field, "name");
  EXPECT_EQ(entry.changes[0].before, "");
  EXPECT_EQ(entry.changes[0].after, name);
  EXPECT_EQ(entry.changes[1].field, "role");
  EXPECT_EQ(entry.changes[1].before, "student");
  EXPECT_EQ(entry.changes[1].after, "teacher");
}

TEST_P(SqlAuditLogTest, TellsWhoItWas) {
  record({"seen", "key", 1}, {});
  record({"seen", "key", 1}, person(3));
  record({"seen", "key", 1}, cabinet(4));
  record({"seen", "key", 1}, console());
  std::vector<std::pair<Visitor::Kind, std::int64_t>> actors;
  for (const auto& entry : history("key", 1)) actors.emplace_back(entry.by, entry.by_id);
  using Kind = Visitor::Kind;
  EXPECT_THAT(actors, ElementsAre(std::pair(Kind::Console, 0), std::pair(Kind::Device, 4), std::pair(Kind::Person, 3),
                                  std::pair(Kind::Anonymous, 0)));
}

TEST_P(SqlAuditLogTest, TellsTheNewestFirstAndNoMoreThanAsked) {
  for (int i = 0; i < 5; ++i) {
    record({"step " + std::to_string(i), "course", 1, {{"step", "", std::to_string(i)}}, {}});
    record({"elsewhere", "course", 2, {{"step", "", "x"}}, {}});
    record({"elsewhere", "user", 1, {{"step", "", "x"}}, {}});
    clock().advance(1s);
  }
  std::vector<std::string> told;
  for (const auto& [id, at, by, by_id, entry] : history("course", 1, 3)) {
    told.push_back(entry.action);
    ASSERT_THAT(entry.changes, SizeIs(1));
    EXPECT_EQ("step " + entry.changes[0].after, entry.action);
    EXPECT_EQ(entry.person, std::nullopt);
  }
  EXPECT_THAT(told, ElementsAre("step 4", "step 3", "step 2"));
  EXPECT_THAT(history("course", 1, 0), IsEmpty());
  EXPECT_THAT(history("course", 1, -1), IsEmpty());
  EXPECT_THAT(history("course", 3), IsEmpty());
}

TEST_P(SqlAuditLogTest, KeepsEntriesWithValuesAndWithoutApart) {
  record({"made", "user", 7, {{"name", "", "Anna"}}, UserId{7}});
  record({"signed_in", "user", 7});
  record({"renamed", "user", 7, {{"name", "Anna", "Hannah"}}, UserId{7}});
  const auto found = history("user", 7);
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[0].entry.changes.at(0).after, "Hannah");
  EXPECT_THAT(found[1].entry.changes, IsEmpty());
  EXPECT_EQ(found[2].entry.changes.at(0).after, "Anna");
}

TEST_P(SqlAuditLogTest, EmptiesThePersonalValuesAloneAndKeepsThatTheyWereThere) {
  record({"renamed", "user", 7, {{"name", "Anna", "Hannah"}}, UserId{7}});
  record({"renamed", "user", 8, {{"name", "Boris", "Bob"}}, UserId{8}});
  record({"renamed", "course", 7, {{"name", "Voice", "Speech"}}, {}});
  erase(UserId{7});
  const auto change = history("user", 7).at(0).entry.changes.at(0);
  EXPECT_EQ(change.field, "name");
  EXPECT_EQ(change.before + change.after, "");
  EXPECT_EQ(history("user", 8).at(0).entry.changes.at(0).after, "Bob");
  EXPECT_EQ(history("course", 7).at(0).entry.changes.at(0).after, "Speech");
}

TEST_P(SqlAuditLogTest, GoesWithTheTransaction) {
  const auto fails = [&](Transaction& tx) {
    log_.record(tx, console(), {"made", "user", 7, {{"name", "", "Anna"}}, {}});
    throw Conflict("it is refused after all");
  };
  EXPECT_THROW(database().transact(fails), Conflict);
  EXPECT_THAT(history("user", 7), IsEmpty());
}

// What plugins test with tells the same as what they run with.
TEST_P(SqlAuditLogTest, IsMatchedByTheRecordingOne) {
  callboard::testing::RecordingAuditLog recording;
  for (AuditLog* log : std::initializer_list<AuditLog*>{&log_, &recording}) {
    database().transact([&](Transaction& tx) {
      log->record(tx, person(3), {"made", "user", 7, {{"name", "", "Anna"}}, UserId{7}});
      log->record(tx, cabinet(4), {"seen", "user", 8});
      log->record(tx, console(), {"renamed", "user", 7, {{"name", "Anna", "Hannah"}}, {}});
      log->erase(tx, UserId{7});
      const auto told = log->history(tx, "user", 7, 10);
      ASSERT_THAT(told, SizeIs(2));
      EXPECT_EQ(told[0].by, Visitor::Kind::Console);
      EXPECT_EQ(told[0].entry.changes.at(0).after, "Hannah");
      EXPECT_EQ(told[1].by_id, 3);
      EXPECT_EQ(told[1].entry.changes.at(0).after, "");
      EXPECT_THAT(log->history(tx, "user", 7, 1), SizeIs(1));
    });
  }
  EXPECT_THAT(recording.actions(), ElementsAre("made user 7", "seen user 8", "renamed user 7"));
}

TEST_P(SqlAuditLogTest, FindsItsRowsByIndexes) {
  database().transact([&](Transaction& tx) {
    for (int i = 0; i < 400; ++i) {
      const UserId about{i % 40};
      log_.record(tx, console(), {"renamed", i % 2 ? "user" : "course", i % 40, {{"name", "Anna", "Hannah"}}, about});
    }
  });
  if (engine() == Engine::Mysql) {
    database().transact([](Transaction& tx) { tx.sql() << "ANALYZE TABLE host_audit, host_audit_values"; });
  }
  EXPECT_EQ(not_indexed(plan(SqlAuditLog::entries_statement())), "");
  EXPECT_EQ(not_indexed(plan(SqlAuditLog::values_statement())), "");
  EXPECT_EQ(not_indexed(plan(SqlAuditLog::erase_statement())), "");
  EXPECT_NE(not_indexed(plan("SELECT id FROM host_audit WHERE record_id = 7")), "")
      << "a statement without an index must be seen";
}

}  // namespace
}  // namespace callboard::host
