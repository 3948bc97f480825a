#include "sql/migrator.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sql_fixture.hpp"

namespace callboard::host {
namespace {

// Writes migrations into a folder of its own and runs them on a database that has none yet.
class MigratorTest : public testing::DatabaseTest {
 protected:
  void write(const std::string& name, const std::string& text, const std::string& feature = "halls") {
    std::filesystem::create_directories(folder() / feature);
    std::ofstream(folder() / feature / name) << text;
  }
  // The same text for both engines.
  void write_both(const std::string& name, const std::string& text, const std::string& feature = "halls") {
    write(name + ".mysql.sql", text, feature);
    write(name + ".sqlite.sql", text, feature);
  }
  std::string suffix() const { return engine() == Engine::Mysql ? ".mysql.sql" : ".sqlite.sql"; }

  Migrator migrator(const std::vector<std::string>& features = {"halls"}) {
    std::vector<MigrationFolder> folders;
    for (const auto& feature : features) folders.push_back({feature, folder() / feature});
    return Migrator(test_database().settings, folder(), folders, clock(), log());
  }
  std::vector<std::string> names(const std::vector<Migrator::Step>& steps) {
    std::vector<std::string> result;
    for (const auto& step : steps) result.push_back(step.feature + "/" + step.name);
    return result;
  }
  template <typename Run>
  std::string error_of(Run run) {
    try {
      run();
    } catch (const MigrationError& error) {
      return error.what();
    }
    return "no error";
  }
  long long count(const std::string& table) {
    return database().read([&](Transaction& tx) {
      long long n = 0;
      tx.sql() << "SELECT COUNT(*) FROM " + table, soci::into(n);
      return n;
    });
  }
};
CALLBOARD_ON_BOTH_ENGINES(MigratorTest);

using Names = std::vector<std::string>;

TEST_P(MigratorTest, RunsWhatIsPendingInOrderAndOnce) {
  write_both("0001_halls", "CREATE TABLE halls (id INT PRIMARY KEY);\n", "halls");
  write_both("0002_first_hall", "INSERT INTO halls VALUES (1);\n", "halls");
  write_both("0001_shows", "INSERT INTO halls VALUES (2);\n", "shows");
  EXPECT_EQ(names(migrator({"halls", "shows"}).migrate()), (Names{"halls/0001_halls", "halls/0002_first_hall", "shows/0001_shows"}));
  EXPECT_EQ(count("halls"), 2);
  EXPECT_TRUE(migrator({"halls", "shows"}).migrate().empty());
  EXPECT_EQ(count("halls"), 2);
}

TEST_P(MigratorTest, ChangesNothingWhenOnlyAskedWhatIsPending) {
  write_both("0001_halls", "CREATE TABLE halls (id INT PRIMARY KEY);\n");
  EXPECT_EQ(names(migrator().pending()), (Names{"halls/0001_halls"}));
  EXPECT_EQ(names(migrator().pending()), (Names{"halls/0001_halls"}));
  EXPECT_FALSE(std::filesystem::exists(folder() / "test.sqlite"));
  EXPECT_THROW(count("halls"), std::exception);
}

TEST_P(MigratorTest, NamesAMigrationThatWasChangedAfterItRan) {
  write_both("0001_halls", "CREATE TABLE halls (id INT PRIMARY KEY);\n");
  migrator().migrate();
  write_both("0001_halls", "CREATE TABLE halls (id INT PRIMARY KEY, name INT);\n");
  EXPECT_EQ(error_of([&] { migrator().pending(); }),
            "halls/0001_halls was changed after it ran; write a new migration instead");
  EXPECT_NE(error_of([&] { migrator().migrate(); }), "no error");
}

TEST_P(MigratorTest, NamesAMigrationThatRanAndWhoseFileIsGone) {
  write_both("0001_halls", "CREATE TABLE halls (id INT PRIMARY KEY);\n");
  migrator().migrate();
  std::filesystem::remove_all(folder() / "halls");
  EXPECT_EQ(error_of([&] { migrator().pending(); }), "halls/0001_halls ran on this database, but its file is not there");
}

TEST_P(MigratorTest, RefusesGapsTwinsThatAreMissingAndNumbersGivenTwice) {
  write_both("0001_halls", "SELECT 1;\n");
  write_both("0003_more", "SELECT 1;\n");
  EXPECT_THAT(error_of([&] { migrator(); }), ::testing::HasSubstr("0003_more: migration 0002 is missing before it"));
  write_both("0002_a", "SELECT 1;\n");
  EXPECT_NO_THROW(migrator());
  std::filesystem::remove(folder() / "halls/0003_more.mysql.sql");
  EXPECT_THAT(error_of([&] { migrator(); }), ::testing::HasSubstr("0003_more.mysql.sql is missing"));
  write_both("0003_more", "SELECT 1;\n");
  write_both("0003_again", "SELECT 1;\n");
  EXPECT_THAT(error_of([&] { migrator(); }), ::testing::HasSubstr("has the same number"));
}

TEST_P(MigratorTest, RefusesAFileWhoseNameIsNone) {
  write("1_halls.sql", "SELECT 1;\n");
  EXPECT_THAT(error_of([&] { migrator(); }), ::testing::HasSubstr("1_halls.sql"));
}

TEST_P(MigratorTest, SaysWhichStatementFailsAndGoesOnThereWhenTheCauseIsGone) {
  write_both("0001_halls",
             "CREATE TABLE halls (id INT PRIMARY KEY);\nINSERT INTO halls VALUES (1);\nINSERT INTO missing VALUES (1);\n");
  EXPECT_THAT(error_of([&] { migrator().migrate(); }), ::testing::HasSubstr("halls/0001_halls: statement 3:"));
  EXPECT_EQ(migrator().pending().at(0).applied, 2);
  database().transact([](Transaction& tx) { tx.sql() << "CREATE TABLE missing (id INT PRIMARY KEY)"; });
  migrator().migrate();
  EXPECT_EQ(count("halls"), 1);
  EXPECT_EQ(count("missing"), 1);
  EXPECT_TRUE(migrator().pending().empty());
}

TEST_P(MigratorTest, MayBeCorrectedWhileNothingOfItHasRun) {
  write_both("0001_halls", "CREATE TABEL halls (id INT PRIMARY KEY);\n");
  EXPECT_NE(error_of([&] { migrator().migrate(); }), "no error");
  write_both("0001_halls", "CREATE TABLE halls (id INT PRIMARY KEY);\n");
  migrator().migrate();
  EXPECT_EQ(count("halls"), 0);
}

// A stored program of several lines is one statement.
TEST_P(MigratorTest, CreatesTriggers) {
  const std::string tables = "CREATE TABLE halls (id INT PRIMARY KEY);\nCREATE TABLE seen (id INT PRIMARY KEY);\n";
  write("0001_halls.mysql.sql", tables + "CREATE TRIGGER see AFTER INSERT ON halls FOR EACH ROW BEGIN\n"
                                         "  IF NEW.id > 0 THEN\n    INSERT INTO seen VALUES (NEW.id);\n  END IF;\nEND;\n");
  write("0001_halls.sqlite.sql", tables + "CREATE TRIGGER see AFTER INSERT ON halls BEGIN\n"
                                          "  INSERT INTO seen VALUES (NEW.id);\nEND;\n");
  migrator().migrate();
  database().transact([](Transaction& tx) { tx.sql() << "INSERT INTO halls VALUES (7)"; });
  EXPECT_EQ(count("seen"), 1);
}

TEST_P(MigratorTest, LetsOneProcessRunAtATime) {
  write_both("0001_halls", "CREATE TABLE halls (id INT PRIMARY KEY);\nINSERT INTO halls VALUES (1);\n");
  SqlTest::on_threads(4, [&](int) { migrator().migrate(); });
  EXPECT_EQ(count("halls"), 1);
}

TEST_P(MigratorTest, WaitsForTheLockOfALivingProcessAndTakesThatOfADeadOne) {
  write_both("0001_halls", "CREATE TABLE halls (id INT PRIMARY KEY);\n");
  write_both("0002_more", "INSERT INTO halls VALUES (1);\n", "later");
  migrator().migrate();
  std::filesystem::rename(folder() / "later/0002_more.mysql.sql", folder() / "halls/0002_more.mysql.sql");
  std::filesystem::rename(folder() / "later/0002_more.sqlite.sql", folder() / "halls/0002_more.sqlite.sql");
  const auto until = to_sql(clock().now() + std::chrono::seconds(20));
  database().transact([&](Transaction& tx) {
    tx.sql() << "INSERT INTO callboard_migration_lock (id, holder, expires_at) VALUES (1, 'another', :until)",
        soci::use(until);
  });
  EXPECT_THAT(error_of([&] { migrator().migrate(std::chrono::seconds(0)); }),
              ::testing::HasSubstr("another process is migrating"));
  clock().advance(std::chrono::seconds(21));
  migrator().migrate(std::chrono::seconds(0));
  EXPECT_EQ(count("halls"), 1);
}

// Killed again and again at any point, it ends where an undisturbed run does.
TEST_P(MigratorTest, GoesOnAtTheRightStatementAfterAnyCrash) {
  constexpr int kTables = 40;
  std::string script;
  for (int i = 0; i < kTables; ++i) {
    script += "CREATE TABLE t" + std::to_string(i) + " (id INT PRIMARY KEY);\n";
    script += "INSERT INTO t" + std::to_string(i) + " VALUES (1);\n";
  }
  write_both("0001_many", script);
  int kills = 0;
  for (int delay = 3; !migrator().pending().empty() && delay < 400; delay += 3) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      migrator().migrate();
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(delay));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++kills;
    clock().advance(std::chrono::minutes(1));  // the dead one's lease lapses
  }
  migrator().migrate();
  EXPECT_GT(kills, 0);
  for (int i = 0; i < kTables; ++i) EXPECT_EQ(count("t" + std::to_string(i)), 1);
}

}  // namespace
}  // namespace callboard::host
