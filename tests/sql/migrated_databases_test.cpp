// Tests take over one another's databases: whatever one did to its own, the next one has a fresh one.
#include <gtest/gtest.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "test_database.hpp"

namespace callboard::host {
namespace {

using callboard::testing::TestDatabase;

class MigratedDatabasesTest : public ::testing::TestWithParam<Engine> {
 protected:
  std::unique_ptr<TestDatabase> fresh() {
    return std::make_unique<TestDatabase>(GetParam(), clock_, log_,
                                          std::vector<MigrationFolder>{{"host", CALLBOARD_SOURCE_DIR "/sql/host"}});
  }
  static void execute(TestDatabase& database, const std::string& statement) {
    database.database().transact([&](Transaction& tx) { tx.sql() << statement; });
  }
  static long long number(TestDatabase& database, const std::string& select) {
    return database.database().read([&](Transaction& tx) {
      long long value = -1;
      tx.sql() << select, soci::into(value);
      return value;
    });
  }

  callboard::testing::FixedClock clock_;
  callboard::testing::RecordingLog log_;
};
CALLBOARD_ON_BOTH_ENGINES(MigratedDatabasesTest);

TEST_P(MigratedDatabasesTest, AreEmptyAgain) {
  const std::string lease = "INSERT INTO host_job_leases (name, holder, leased_until, due_at) VALUES ('x', '', 0, 0)";
  execute(*fresh(), lease);
  const auto next = fresh();
  EXPECT_EQ(number(*next, "SELECT COUNT(*) FROM host_job_leases"), 0);
  execute(*next, lease);
}

TEST_P(MigratedDatabasesTest, HaveTheRowsAndTablesOfTheirMigrationsAlone) {
  const auto migrations = "SELECT COUNT(*) FROM callboard_migrations";
  const auto all = number(*fresh(), migrations);
  EXPECT_GT(all, 0);
  execute(*fresh(), "DELETE FROM callboard_migrations");
  EXPECT_EQ(number(*fresh(), migrations), all);
  execute(*fresh(), "CREATE TABLE host_extra (id INTEGER)");
  EXPECT_NO_THROW(execute(*fresh(), "CREATE TABLE host_extra (id INTEGER)"));
  execute(*fresh(), "DROP TABLE host_job_leases");
  EXPECT_EQ(number(*fresh(), "SELECT COUNT(*) FROM host_job_leases"), 0);
}

TEST_P(MigratedDatabasesTest, AreOfOneTestEach) {
  const auto one = fresh(), other = fresh();
  execute(*one, "INSERT INTO host_job_leases (name, holder, leased_until, due_at) VALUES ('x', '', 0, 0)");
  EXPECT_EQ(number(*other, "SELECT COUNT(*) FROM host_job_leases"), 0);
}

}  // namespace
}  // namespace callboard::host
