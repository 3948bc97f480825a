// The statements of every request find their rows by an index, on both engines.
#include "cabinet_fixture.hpp"
#include "sql_cabinet_repository.hpp"
#include "sql_loan_statements.hpp"
#include "sql_overdue_repository.hpp"
#include "sql_room_keys.hpp"

namespace key_cabinet {
namespace {

class QueryPlan : public CabinetTest {
 protected:
  // Fits every statement for many: cabinet, serial and label; token and cabinet; a certificate; loan and cabinet.
  static constexpr const char* kBatch = R"('[[1,"holder 7","key 7"],[2,"holder 9","key 9"],["3","4"]]')";

  // Enough rows that an optimizer would not read a whole table for its size alone.
  void SetUp() override {
    CabinetTest::SetUp();
    for (int i = 0; i < 50; ++i) {
      const auto n = std::to_string(i);
      add_holder("holder " + n, {"key " + n});
      loans().issue(cabinet(), {"holder " + n, "key " + n});
      if (i % 2 == 0) loans().give_back(cabinet(), {"holder " + n, "key " + n});
      const auto h = "(SELECT id FROM key_cabinet_holders WHERE serial = 'holder " + n + "')";
      const auto k = "(SELECT id FROM key_cabinet_keys WHERE label = 'key " + n + "')";
      execute("INSERT INTO key_cabinet_windows (name, weekdays, from_minute, until_minute) VALUES ('w" + n +
              "', 127, 480, 1320)");
      execute("INSERT INTO key_cabinet_holder_groups (name) VALUES ('g" + n + "')");
      execute("INSERT INTO key_cabinet_key_groups (name) VALUES ('g" + n + "')");
      execute("INSERT INTO key_cabinet_holder_group_members (group_id, holder_id) SELECT MAX(id), " + h +
              " FROM key_cabinet_holder_groups");
      execute("INSERT INTO key_cabinet_key_group_keys (group_id, key_id) SELECT MAX(id), " + k +
              " FROM key_cabinet_key_groups");
      execute("INSERT INTO key_cabinet_grants (holder_id, key_group_id, window_id) SELECT " + h +
              ", (SELECT MAX(id) FROM key_cabinet_key_groups), (SELECT MAX(id) FROM key_cabinet_windows)");
      execute(
          "INSERT INTO key_cabinet_grants (holder_group_id, key_id) SELECT (SELECT MAX(id) FROM "
          "key_cabinet_holder_groups), " +
          k);
      execute("INSERT INTO key_cabinet_bookings (holder_id, room_id, from_at, until_at, source, reference) SELECT " +
              h + ", room_id, 1, 1795248000000001 + id, 'courses', 'lesson/" + n +
              "' FROM key_cabinet_keys WHERE id = " + k);
      execute("INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at) SELECT " + h + ", 'old " + n +
              "', 1");
    }
    if (engine() == Engine::Mysql) {
      execute(
          "ANALYZE TABLE key_cabinet_loans, key_cabinet_holders, key_cabinet_keys, key_cabinet_access, "
          "key_cabinet_windows, key_cabinet_holder_groups, key_cabinet_key_groups, "
          "key_cabinet_holder_group_members, key_cabinet_key_group_keys, key_cabinet_grants, "
          "key_cabinet_bookings, key_cabinet_past_serials, key_cabinet_rooms");
    }
  }

  // Years of loans that are closed, and a large house.
  void add_history() {
    execute(
        "INSERT INTO key_cabinet_loans (key_id, holder_id, taken_at, returned_at) SELECT l.key_id, l.holder_id, 1, 2 "
        "FROM key_cabinet_loans l CROSS JOIN key_cabinet_grants g CROSS JOIN key_cabinet_rooms r WHERE r.id <= 4");
    std::string rooms = "('hall 0')";
    for (int i = 1; i < 300; ++i) rooms += ", ('hall " + std::to_string(i) + "')";
    execute("INSERT INTO key_cabinet_rooms (name) VALUES " + rooms);
    if (engine() == Engine::Mysql) execute("ANALYZE TABLE key_cabinet_loans, key_cabinet_rooms");
  }

  // One line for each step of the plan; the placeholders are given values, of which the plan may know.
  std::vector<std::string> plan(std::string statement) {
    for (const auto& [name, value] : std::map<std::string, std::string>{{":at", "1795248000000000"},
                                                                        {":batch", kBatch},
                                                                        {":cabinet", "1"},
                                                                        {":label", "'key 7'"},
                                                                        {":serial", "'holder 7'"},
                                                                        {":jti", "'none'"},
                                                                        {":how", "'cabinet'"},
                                                                        {":minute", "700"},
                                                                        {":switch_in", "1441"},
                                                                        {":change", "0"},
                                                                        {":today", "4"},
                                                                        {":yesterday", "2"},
                                                                        {":date", "'2026-11-21'"},
                                                                        {":eve", "'2026-11-20'"},
                                                                        {":key", "7"},
                                                                        {":holder", "7"},
                                                                        {":now", "1795248000000000"},
                                                                        {":most", "100"},
                                                                        {":source", "'courses'"},
                                                                        {":reference", "'lesson/7'"}}) {
      for (auto at = statement.find(name); at != std::string::npos; at = statement.find(name)) {
        statement.replace(at, name.size(), value);
      }
    }
    const bool sqlite = engine() == Engine::Sqlite;
    return database().transact([&](Transaction& tx) {
      std::vector<std::string> steps;
      const soci::rowset<soci::row> rows =
          (tx.sql().prepare << (sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + statement);
      for (const auto& row : rows) steps.push_back(sqlite ? row.get<std::string>("detail") : type_and_extra(row));
      return steps;
    });
  }
  static std::string type_and_extra(const soci::row& row) {
    return "table " + row.get<std::string>("table", "-") + " type " + row.get<std::string>("type", "-") + " key " +
           row.get<std::string>("key", "-") + " extra " + row.get<std::string>("Extra", "-");
  }

  void expect_indexed(const std::string& statement) {
    const auto steps = plan(statement);
    EXPECT_FALSE(steps.empty());
    for (const auto& step : steps) {
      // The one row that a refusal begins with is no table.
      if (step == "SCAN CONSTANT ROW" || step == "SCAN request") continue;
      // Nor is a batch of requests, which is read from a text.
      if (step.starts_with("table q ")) continue;
      EXPECT_EQ(step.find("SCAN"), std::string::npos) << step;
      EXPECT_EQ(step.find("type ALL"), std::string::npos) << step;
      EXPECT_EQ(step.find("type index"), std::string::npos) << step;
      EXPECT_EQ(step.find("TEMP B-TREE"), std::string::npos) << step;
      EXPECT_EQ(step.find("filesort"), std::string::npos) << step;
    }
    if (engine() == Engine::Sqlite) {
      EXPECT_TRUE(std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.starts_with("SEARCH"); }));
    }
  }
};
CALLBOARD_ON_BOTH_ENGINES(QueryPlan);

TEST_P(QueryPlan, OfAnIssueUsesIndexes) {
  const auto& statements = LoanStatements::of(engine());
  expect_indexed(statements.open_directly);
  expect_indexed(statements.open_by_grant);
  expect_indexed(statements.open_by_booking);
}
TEST_P(QueryPlan, OfAReturnUsesIndexes) {
  const auto& statements = LoanStatements::of(engine());
  expect_indexed(statements.close);
  expect_indexed(statements.close_of);
  expect_indexed(statements.close_for_other);
  expect_indexed(SqlLoanRepository::past_holder_statement());
}
TEST_P(QueryPlan, OfRequestsThatAreDecidedTogetherUsesIndexes) {
  if (engine() == Engine::Sqlite) return;
  add_history();
  const auto& statements = LoanBatchStatements::get();
  expect_indexed(statements.open);
  expect_indexed(statements.open_by_booking);
  expect_indexed(statements.open_loans);
  expect_indexed(statements.close);
}
TEST_P(QueryPlan, OfARefusalUsesIndexes) { expect_indexed(LoanStatements::of(engine()).parties); }
TEST_P(QueryPlan, OfOverdueKeysUsesIndexes) {
  add_history();
  expect_indexed(SqlOverdueRepository::untold_statement());
  expect_indexed(SqlOverdueRepository::count_statement());
}
TEST_P(QueryPlan, OfARoomsOpeningUsesIndexes) { expect_indexed(SqlRoomKeys::state_statement()); }
TEST_P(QueryPlan, OfTheTokenUsesIndexes) {
  SqlCabinetRepository rows;
  const auto now = clock().now();
  database().transact([&](Transaction& tx) {
    for (int i = 0; i < 50; ++i) {
      const auto id = rows.find_or_add(tx, "cabinet " + std::to_string(i), now);
      rows.add_token(tx, {std::to_string(i), id, now}, now);
    }
  });
  expect_indexed(SqlCabinetRepository::token_statement());
  if (engine() == Engine::Mysql) expect_indexed(SqlCabinetRepository::tokens_statement());
}
TEST_P(QueryPlan, OfTheCertificateUsesIndexes) {
  SqlCabinetRepository rows;
  const auto now = clock().now();
  database().transact([&](Transaction& tx) {
    for (int i = 0; i < 50; ++i) {
      const auto id = rows.find_or_add(tx, "cabinet " + std::to_string(i), now);
      rows.add_certificate(tx, {"holder " + std::to_string(i), id, now + std::chrono::hours(1)}, now);
    }
  });
  expect_indexed(SqlCabinetRepository::certificate_statement());
  if (engine() == Engine::Mysql) expect_indexed(SqlCabinetRepository::certificates_statement());
}

// So that the expectation above is known to fail where there is no index.
TEST_P(QueryPlan, OfAStatementWithoutAnIndexIsSeen) {
  const auto steps = plan("SELECT id FROM key_cabinet_holders WHERE note = 'x'");
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_TRUE(steps[0].starts_with("SCAN") || steps[0].find("type ALL") != std::string::npos) << steps[0];
}

}  // namespace
}  // namespace key_cabinet
