// The statements of every request find their rows by an index, on both engines.
#include "cabinet_fixture.hpp"
#include "sql_cabinet_repository.hpp"

namespace key_cabinet {
namespace {

class QueryPlan : public CabinetTest {
 protected:
  // Enough rows that an optimizer would not read a whole table for its size alone.
  void SetUp() override {
    CabinetTest::SetUp();
    for (int i = 0; i < 50; ++i) {
      const auto n = std::to_string(i);
      add_holder("holder " + n, {"key " + n});
      loans().issue(cabinet(), {"holder " + n, "key " + n});
      if (i % 2 == 0) loans().give_back(cabinet(), {"holder " + n, "key " + n});
    }
    if (engine() == Engine::Mysql) {
      execute("ANALYZE TABLE key_cabinet_loans, key_cabinet_holders, key_cabinet_keys, key_cabinet_access");
    }
  }

  // One line for each step of the plan; the placeholders are given values, of which the plan may know.
  std::vector<std::string> plan(std::string statement) {
    for (const auto& [name, value] : std::map<std::string, std::string>{
             {":at", "1"}, {":cabinet", "1"}, {":label", "'key 7'"}, {":serial", "'holder 7'"}, {":jti", "'none'"}}) {
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

TEST_P(QueryPlan, OfAnIssueUsesIndexes) { expect_indexed(SqlLoanRepository::open_statement(engine())); }
TEST_P(QueryPlan, OfAReturnUsesIndexes) { expect_indexed(SqlLoanRepository::close_statement()); }
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
}

// So that the expectation above is known to fail where there is no index.
TEST_P(QueryPlan, OfAStatementWithoutAnIndexIsSeen) {
  const auto steps = plan("SELECT id FROM key_cabinet_holders WHERE note = 'x'");
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_TRUE(steps[0].starts_with("SCAN") || steps[0].find("type ALL") != std::string::npos) << steps[0];
}

}  // namespace
}  // namespace key_cabinet
