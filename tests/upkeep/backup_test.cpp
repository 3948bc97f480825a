#include "upkeep/backup_maker.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "config/settings.hpp"
#include "test_database.hpp"
#include "upkeep/gzip_file.hpp"
#include "upkeep/host_lock.hpp"
#include "upkeep/host_upkeep.hpp"
#include "upkeep/restore.hpp"

namespace callboard::host {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class BackupTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }

  void SetUp() override {
    DatabaseTest::SetUp();
    settings_.server.data_dir = folder();
    settings_.database = test_database().settings;
    if (engine() == Engine::Sqlite) settings_.database.file = folder() / settings_.database.file;
    settings_.database.backups_kept = 3;
  }

  // Of this test's own, so that it can be closed: nobody may have the database open that is replaced.
  Database& open() {
    if (!open_) open_ = test_database().another();
    return *open_;
  }
  BackupMaker maker() { return {settings_.database, folder(), clock(), log()}; }
  fs::path backups() const { return folder() / "backups"; }

  // Two rows, or none: a copy that has one of them is no consistent one.
  void add_pair(long long number) {
    open().transact([&](Transaction& tx) {
      for (const char* action : {"first", "second"}) {
        const std::string name = action;
        tx.sql() << "INSERT INTO host_audit (at, actor_kind, actor_id, action, record, record_id) "
                    "VALUES (0, 'console', 0, :action, 'pair', :number)",
            soci::use(name, "action"), soci::use(number, "number");
      }
    });
  }
  std::vector<long long> numbers(Database& of) {
    return of.read([](Transaction& tx) {
      std::vector<long long> all;
      long long number = 0;
      soci::statement select =
          (tx.sql().prepare << "SELECT record_id FROM host_audit WHERE record = 'pair' ORDER BY id",
           soci::into(number));
      select.execute();
      while (select.fetch()) all.push_back(number);
      return all;
    });
  }

  // As the command does it.
  void restore(const fs::path& file) {
    const std::vector<MigrationFolder> known{{"host", migrations_folder_}};
    auto kept = maker();
    open_.reset();
    const auto checked = check_backup({settings_, known, clock(), log(), kept.folder()}, file);
    checked->put_in_place(kept.make());
  }
  std::string refusal(const fs::path& file) {
    const auto before = numbers(open());
    try {
      restore(file);
    } catch (const RestoreRefused& refused) {
      EXPECT_EQ(numbers(open()), before);
      return refused.what();
    }
    return "it was restored";
  }
  fs::path packed(const std::string& content) {
    const auto file = folder() / ("made" + std::to_string(++made_) + ".gz");
    GzipWriter writer(file);
    writer.write(content);
    writer.finish();
    return file;
  }

  Settings settings_;
  fs::path migrations_folder_ = CALLBOARD_SOURCE_DIR "/sql/host";
  int made_ = 0;
  std::unique_ptr<Database> open_;
};
CALLBOARD_ON_BOTH_ENGINES(BackupTest);

TEST_P(BackupTest, HasAllThatWasThereAndNothingOfTheTimeAfter) {
  for (int i = 0; i < 50; ++i) add_pair(i);
  const auto before = numbers(open());
  const auto made = maker().make();
  add_pair(1000);
  EXPECT_THAT(made.name, EndsWith(engine() == Engine::Sqlite ? ".sqlite.gz" : ".sql.gz"));
  EXPECT_EQ(made.bytes, fs::file_size(backups() / made.name));
  restore(backups() / made.name);
  EXPECT_EQ(numbers(open()), before);
  EXPECT_THAT(maker().folder().all(), SizeIs(2)) << "what there was before is kept";
}

TEST_P(BackupTest, IsOneMomentWhileOthersWrite) {
  std::atomic<bool> stop = false;
  std::atomic<long long> written = 0;
  std::thread writer([&] {
    for (long long i = 0; !stop; ++i) {
      add_pair(i);
      written = i + 1;
    }
  });
  while (written < 200) std::this_thread::sleep_for(1ms);
  const long long at_least = written;
  const auto made = maker().make();
  const long long at_most = written + 1;
  stop = true;
  writer.join();
  EXPECT_GT(written, at_least) << "nobody wrote meanwhile";
  restore(backups() / made.name);
  const auto found = numbers(open());
  const auto pairs = static_cast<long long>(found.size() / 2);
  EXPECT_EQ(found.size() % 2, 0U);
  EXPECT_GE(pairs, at_least);
  EXPECT_LE(pairs, at_most);
  for (long long i = 0; i < pairs; ++i) {
    ASSERT_EQ(found[static_cast<std::size_t>(2 * i)], i);
    ASSERT_EQ(found[static_cast<std::size_t>(2 * i + 1)], i);
  }
}

TEST_P(BackupTest, OnlyTheNewestAreKept) {
  auto making = maker();
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) {
    names.push_back(making.make().name);  // within one second too
    if (i % 2 == 1) clock().advance(1min);
  }
  const auto all = making.folder().all();
  ASSERT_THAT(all, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(all[i].name, names[4 - i]);
}

TEST_P(BackupTest, OneAtATime) {
  auto making = maker();
  const auto turn = making.folder().turn();
  EXPECT_THROW(making.make(), Conflict);
}

TEST_P(BackupTest, WhatACrashLeftIsRemoved) {
  fs::create_directories(backups());
  std::ofstream(backups() / ".part.gz") << "half";
  std::ofstream(backups() / ".part.sqlite") << "half";
  EXPECT_THAT(maker().folder().all(), IsEmpty());
  maker().make();
  EXPECT_FALSE(fs::exists(backups() / ".part.gz"));
  EXPECT_FALSE(fs::exists(backups() / ".part.sqlite"));
}

// A limit on the size of files stands for a full disk; in a child, since it is the process' own.
TEST_P(BackupTest, AFullDiskLeavesNothingBehind) {
  for (int i = 0; i < 500; ++i) add_pair(i * 7919LL);
  maker().make();  // the folder and its lock
  const auto before = maker().folder().all();
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int code = 1;
    try {
      maker().make();
    } catch (const Unavailable& error) {
      code = error.public_text().empty() ? 2 : 0;
    } catch (...) {
      code = 3;
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(maker().folder().all().size(), before.size());
  EXPECT_FALSE(fs::exists(backups() / ".part.gz"));
  EXPECT_FALSE(fs::exists(backups() / ".part.sqlite"));
}

TEST_P(BackupTest, WhatIsNoBackupIsRefused) {
  add_pair(1);
  EXPECT_THAT(refusal(packed("no database at all")), HasSubstr("no backup of Callboard's"));
  std::ofstream(folder() / "plain.gz") << "not even packed";
  EXPECT_THAT(refusal(folder() / "plain.gz"), HasSubstr("no whole gzip file"));
  EXPECT_THAT(refusal(packed(std::string(kMysqlBackupMark) + "{\"migrations\":[]}\n")),
              HasSubstr(engine() == Engine::Sqlite ? "runs on SQLite" : "its end is missing"));
  if (engine() == Engine::Mysql) {
    EXPECT_THAT(refusal(packed(std::string("SQLite format 3\0 and so on", 26))), HasSubstr("runs on MySQL"));
  }
}

TEST_P(BackupTest, ACutOrDamagedOneIsRefused) {
  for (int i = 0; i < 200; ++i) add_pair(i);
  const auto whole = backups() / maker().make().name;
  const auto cut = folder() / "cut.gz";
  fs::copy_file(whole, cut);
  fs::resize_file(cut, fs::file_size(cut) - 20);
  EXPECT_THAT(refusal(cut), HasSubstr("no whole gzip file"));
  const auto damaged = folder() / "damaged.gz";
  fs::copy_file(whole, damaged);
  {
    std::fstream file(damaged, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(damaged) / 2));
    file.write("????????", 8);
  }
  EXPECT_THAT(refusal(damaged), HasSubstr("no whole gzip file"));
}

TEST_P(BackupTest, ADamagedDatabaseInAWholeFileIsRefused) {
  if (engine() == Engine::Mysql) GTEST_SKIP() << "a dump has no pages";
  for (int i = 0; i < 500; ++i) add_pair(i);
  std::string content;
  read_gzip(backups() / maker().make().name, [&](std::string_view piece) { content += piece; });
  for (std::size_t page = 2; page * 4096 < content.size(); ++page) content.replace(page * 4096, 64, 64, '\x55');
  EXPECT_THAT(refusal(packed(content)), StartsWith("it is damaged"));
}

TEST_P(BackupTest, ANewerProgramsIsRefused) {
  const auto made = backups() / maker().make().name;
  migrations_folder_ = folder() / "older";
  fs::create_directories(migrations_folder_);
  for (const auto& entry : fs::directory_iterator(CALLBOARD_SOURCE_DIR "/sql/host")) {
    if (!entry.path().filename().string().starts_with("0008")) {
      fs::copy_file(entry.path(), migrations_folder_ / entry.path().filename());
    }
  }
  EXPECT_THAT(refusal(made), AllOf(HasSubstr("does not fit"), HasSubstr("0008_audit_search")));
}

TEST_P(BackupTest, ATableThatCameLaterGoesWithTheRestore) {
  const auto made = backups() / maker().make().name;
  open().transact([](Transaction& tx) { tx.sql() << "CREATE TABLE later_rows (id BIGINT NOT NULL PRIMARY KEY)"; });
  restore(made);
  SlowStatements slow(folder(), 100ms, clock());
  HostUpkeep upkeep(open(), settings_.database, folder(), clock(), log(), slow);
  for (const auto& table : upkeep.tables()) EXPECT_NE(table.name, "later_rows");
}

TEST_P(BackupTest, AHostThatRunsAndARestoreExcludeEachOther) {
  {
    const auto first = HostLock::of_a_host(folder());
    const auto second = HostLock::of_a_host(folder());
    EXPECT_TRUE(first && second);
    EXPECT_FALSE(HostLock::alone(folder()));
  }
  const auto alone = HostLock::alone(folder());
  EXPECT_TRUE(alone.has_value());
  EXPECT_FALSE(HostLock::of_a_host(folder()));
}

TEST(BackupNames, AreNoPaths) {
  EXPECT_TRUE(BackupFolder::is_name("2026-11-21-183000.sqlite.gz"));
  EXPECT_TRUE(BackupFolder::is_name("2026-11-21-183000-2.sql.gz"));
  for (const char* name :
       {"", ".lock", ".part.gz", "../2026-11-21-183000.sql.gz", "2026-11-21-183000.sql", "2026-11-21-183000-.sql.gz",
        "2026-11-21-183000/.sql.gz", "2026-11-21-18300x.sql.gz", "2026-11-21-183000.sql.gz ", "callboard.sqlite"}) {
    EXPECT_FALSE(BackupFolder::is_name(name)) << name;
  }
}

// What the page shows.
class HostUpkeepTest : public BackupTest {
 protected:
  void SetUp() override {
    BackupTest::SetUp();
    slow_.emplace(folder(), 100ms, clock());
    upkeep_.emplace(open(), settings_.database, folder(), clock(), log(), *slow_);
  }
  std::optional<SlowStatements> slow_;
  std::optional<HostUpkeep> upkeep_;
};
CALLBOARD_ON_BOTH_ENGINES(HostUpkeepTest);

TEST_P(HostUpkeepTest, TellsWhatThereIs) {
  for (int i = 0; i < 10; ++i) add_pair(i);
  const auto facts = upkeep_->facts();
  EXPECT_EQ(facts.engine, engine() == Engine::Sqlite ? "SQLite" : "MariaDB");
  EXPECT_FALSE(facts.version.empty());
  EXPECT_GT(facts.bytes, 0U);
  const auto tables = upkeep_->tables();
  const auto audit = std::find_if(tables.begin(), tables.end(), [](const auto& t) { return t.name == "host_audit"; });
  ASSERT_NE(audit, tables.end());
  if (engine() == Engine::Sqlite) {
    EXPECT_EQ(audit->rows, 20U);
    EXPECT_FALSE(audit->estimated);
  }
  ASSERT_TRUE(audit->bytes.has_value());
  EXPECT_GT(*audit->bytes, 0U);
  const auto migrations = upkeep_->migrations();
  ASSERT_FALSE(migrations.empty());
  EXPECT_EQ(migrations[0].feature, "host");
  EXPECT_EQ(migrations[0].name, "0001_outbox");
  EXPECT_EQ(upkeep_->pool().size, settings_.database.pool);
}

TEST_P(HostUpkeepTest, FindsNothingWrongWithAHealthyDatabase) { EXPECT_THAT(upkeep_->check(), IsEmpty()); }

TEST_P(HostUpkeepTest, FindsARowThatRefersToNone) {
  if (engine() == Engine::Mysql) GTEST_SKIP() << "CHECK TABLE does not look at references";
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(settings_.database.file.c_str(), &raw), SQLITE_OK);
  sqlite3_exec(raw, "INSERT INTO host_audit_values VALUES (999, 0, 'f', '', '', NULL)", nullptr, nullptr, nullptr);
  sqlite3_close(raw);
  EXPECT_THAT(upkeep_->check(), SizeIs(1));
}

TEST_P(HostUpkeepTest, BacksUpWhenItIsDue) {
  settings_.database.backup_every_hours = 24;
  upkeep_->back_up_when_due();
  EXPECT_THAT(upkeep_->backups(), SizeIs(1));
  clock().advance(23h);
  upkeep_->back_up_when_due();
  EXPECT_THAT(upkeep_->backups(), SizeIs(1));
  clock().advance(2h);
  upkeep_->back_up_when_due();
  EXPECT_THAT(upkeep_->backups(), SizeIs(2));
}

TEST_P(HostUpkeepTest, HandsOutAndRemovesBackupsAlone) {
  const auto made = upkeep_->back_up();
  const auto response = upkeep_->send(made.name);
  EXPECT_EQ(response.headers().get("X-Accel-Redirect"), "/_backups/" + made.name);
  EXPECT_EQ(response.headers().get("Cache-Control"), "no-store");
  for (const auto& name : {std::string(".lock"), std::string("../secrets"), "9" + made.name.substr(1)}) {
    EXPECT_THROW(upkeep_->send(name), NotFound) << name;
    EXPECT_THROW(upkeep_->remove(name), NotFound) << name;
  }
  upkeep_->remove(made.name);
  EXPECT_THAT(upkeep_->backups(), IsEmpty());
  EXPECT_THROW(upkeep_->send(made.name), NotFound);
}

}  // namespace
}  // namespace callboard::host
