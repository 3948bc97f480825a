#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/sql_audit_log.hpp"
#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/query_plan.hpp"
#include "person.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;
using callboard::testing::not_indexed;
using callboard::testing::query_plan;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AuditSearchTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }

  void record(const Visitor& by, const std::string& action, const std::string& kind, std::int64_t id) {
    database().transact([&](Transaction& tx) { log_.record(tx, by, {action, kind, id, {{"of", "", action}}, {}}); });
    clock().advance(1min);
  }
  std::vector<AuditedEntry> search(const AuditQuery& query) {
    return database().read([&](Transaction& tx) { return log_.search(tx, query); });
  }
  // "changed show 7", the newest first.
  std::vector<std::string> found(const AuditQuery& query) {
    std::vector<std::string> all;
    for (const auto& [id, at, by, by_id, entry] : search(query)) {
      all.push_back(entry.action + " " + entry.record + " " + std::to_string(entry.record_id));
    }
    return all;
  }

  // Four kinds of record, 20 people, three actions.
  void fill(int entries) {
    database().transact([&](Transaction& tx) {
      const auto now = to_sql(clock().now());
      const auto most = static_cast<long long>(entries);
      if (tx.engine() == Engine::Mysql) tx.sql() << "SET SESSION max_recursive_iterations = 1000000";
      tx.sql() << R"sql(
          INSERT INTO host_audit (at, actor_kind, actor_id, action, record, record_id)
          WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :most)
          SELECT :now + n * 1000000, 'person', n % 20,
                 CASE n % 3 WHEN 0 THEN 'created' WHEN 1 THEN 'changed' ELSE 'deleted' END,
                 CASE n % 4 WHEN 0 THEN 'show' WHEN 1 THEN 'user' WHEN 2 THEN 'hall' ELSE 'site' END, n % 1000 FROM c)sql",
          soci::use(most, "most"), soci::use(now, "now");
    });
    database().transact([](Transaction& tx) {
      tx.sql() << "INSERT INTO host_audit_values (audit_id, position, field, old_value, new_value) "
                  "SELECT id, 0, 'title', 'before', 'after' FROM host_audit WHERE id % 10 = 0";
    });
    if (engine() == Engine::Mysql) {
      database().transact_single([](Transaction& tx) { tx.sql() << "ANALYZE TABLE host_audit, host_audit_values"; });
    }
  }

  SqlAuditLog log_{clock()};
};
CALLBOARD_ON_BOTH_ENGINES(AuditSearchTest);

TEST_P(AuditSearchTest, FindsByWhoWhatAndWhich) {
  record(person(1), "created", "show", 1);
  record(person(2), "changed", "show", 1);
  record(console(), "changed", "user", 1);
  record(person(1), "deleted", "show", 2);

  EXPECT_THAT(found({}), ElementsAre("deleted show 2", "changed user 1", "changed show 1", "created show 1"));
  EXPECT_THAT(found({.by = Visitor::Kind::Console}), ElementsAre("changed user 1"));
  EXPECT_THAT(found({.by = Visitor::Kind::Person, .by_ids = {{1}}}), ElementsAre("deleted show 2", "created show 1"));
  EXPECT_THAT(found({.by = Visitor::Kind::Person, .by_ids = {{1, 2, 2, 77}}}),
              ElementsAre("deleted show 2", "changed show 1", "created show 1"));
  EXPECT_THAT(found({.by = Visitor::Kind::Person, .by_ids = {{}}}), IsEmpty());
  EXPECT_THAT(found({.action = "changed"}), ElementsAre("changed user 1", "changed show 1"));
  EXPECT_THAT(found({.record = "show"}), ElementsAre("deleted show 2", "changed show 1", "created show 1"));
  EXPECT_THAT(found({.record = "show", .record_id = 1}), ElementsAre("changed show 1", "created show 1"));
  EXPECT_THAT(found({.action = "changed", .record = "show"}), ElementsAre("changed show 1"));
  EXPECT_THAT(found({.action = "' OR 1 = 1 --"}), IsEmpty());
}

TEST_P(AuditSearchTest, FindsByTime) {
  const auto begun = clock().now();
  for (int i = 1; i <= 4; ++i) record(person(1), "changed", "show", i);
  EXPECT_THAT(found({.from = begun + 1min, .until = begun + 3min}), ElementsAre("changed show 3", "changed show 2"));
  EXPECT_THAT(found({.until = begun}), IsEmpty());
}

TEST_P(AuditSearchTest, BringsTheValuesOfEachEntry) {
  record(person(1), "created", "show", 1);
  record(person(2), "changed", "hall", 1);
  record(person(1), "deleted", "show", 2);
  const auto entries = search({.by = Visitor::Kind::Person, .by_ids = {{1}}});
  ASSERT_THAT(entries, SizeIs(2));
  for (const auto& audited : entries) {
    ASSERT_THAT(audited.entry.changes, SizeIs(1));
    EXPECT_EQ(audited.entry.changes[0].after, audited.entry.action);
  }
}

TEST_P(AuditSearchTest, GoesOnWhereAPageEnded) {
  for (int i = 1; i <= 7; ++i) {
    database().transact([&](Transaction& tx) { log_.record(tx, person(i % 2), {"changed", "show", i, {}, {}}); });
    if (i % 3 == 0) clock().advance(1min);  // several at one time
  }
  AuditQuery query{.record = "show", .most = 2};
  std::vector<std::int64_t> all;
  for (auto page = search(query); !page.empty(); page = search(query)) {
    for (const auto& audited : page) all.push_back(audited.entry.record_id);
    query.before = page.back().id;
  }
  EXPECT_THAT(all, ElementsAre(7, 6, 5, 4, 3, 2, 1));
  query.before = 999999;
  EXPECT_THAT(search(query), IsEmpty());
}

TEST_P(AuditSearchTest, ReadsAPartOfAnIndexAmongAHundredThousand) {
  fill(100'000);
  const std::map<std::string, std::string> values{{":kind", "'person'"},
                                                  {":actor", "7"},
                                                  {":action", "'changed'"},
                                                  {":record_id", "12"},
                                                  {":record", "'show'"},
                                                  {":from", "0"},
                                                  {":last", "9223372036854775807"},
                                                  {":edge", "9223372036854775807"},
                                                  {":below", "99999999"},
                                                  {":most", "50"},
                                                  {":id", "5"}};
  const std::vector<AuditQuery> queries{{},
                                        {.by = Visitor::Kind::Person},
                                        {.by = Visitor::Kind::Person, .by_ids = {{7}}},
                                        {.action = "changed"},
                                        {.record = "show"},
                                        {.action = "changed", .record = "show"},
                                        {.record = "show", .record_id = 12}};
  for (const auto& query : queries) {
    const auto statement = SqlAuditLog::search_statement(engine(), query);
    const auto plan = query_plan(database(), statement, values);
    EXPECT_EQ(not_indexed(plan), "") << statement << "\n" << ::testing::PrintToString(plan);
  }
  std::map<std::string, std::string> ids;
  for (std::size_t i = 0; i < SqlAuditLog::kEntriesAtOnce; ++i) ids[":id" + std::to_string(i)] = std::to_string(i * 70);
  EXPECT_EQ(not_indexed(query_plan(database(), SqlAuditLog::own_values_statement(), ids)), "");
}

TEST_P(AuditSearchTest, IsQuickAmongAHundredThousand) {
  fill(100'000);
  const std::vector<AuditQuery> queries{{},
                                        {.by = Visitor::Kind::Person, .by_ids = {{1, 2, 3}}},
                                        {.by = Visitor::Kind::Person, .by_ids = {{1}}, .action = "changed"},
                                        {.action = "changed", .record = "show"},
                                        {.record = "show", .record_id = 12},
                                        {.until = clock().now() + std::chrono::seconds(50'000)}};
  for (const auto& query : queries) {
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(search(query).empty());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 300ms) << SqlAuditLog::search_statement(engine(), query);
  }
}

}  // namespace
}  // namespace callboard::host
