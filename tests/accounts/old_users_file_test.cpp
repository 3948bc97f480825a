#include "old_users_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

#include "old_users.hpp"

namespace accounts {
namespace {

using ::testing::HasSubstr;

class OldUsersFileTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::vector<OldUser> read(std::size_t portion = 100) {
    OldUsersFile file(file_);
    std::vector<OldUser> all;
    for (auto some = file.next(portion); !some.empty(); some = file.next(portion)) {
      EXPECT_LE(some.size(), portion);
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }
  std::string problem() {
    try {
      read();
    } catch (const OldUsersFileError& error) {
      return error.what();
    }
    return "";
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("old users?#%" + std::to_string(::getpid()));
  const std::filesystem::path file_ = folder_ / "site.db";
};

TEST_F(OldUsersFileTest, IsReadRowByRowInTheOrderOfIds) {
  run_on(file_,
         "CREATE TABLE user (id INTEGER PRIMARY KEY, username TEXT, email TEXT, password TEXT);"
         "INSERT INTO user VALUES (7, 'Анна', 'anna@mail.example', 'hash 7'), (3, 'olga', NULL, 'hash 3')");
  for (const std::size_t portion : {1, 2, 100}) {
    const auto users = read(portion);
    ASSERT_EQ(users.size(), 2U);
    EXPECT_EQ(users[0].row, "user 3");
    EXPECT_EQ(users[0].email, "");
    EXPECT_EQ(users[1].name, "Анна");
    EXPECT_EQ(users[1].email, "anna@mail.example");
    EXPECT_EQ(users[1].password_hash, "hash 7");
  }
}

TEST_F(OldUsersFileTest, MayLackAddressesAndNameItsColumnsInAnyCase) {
  run_on(file_,
         "CREATE TABLE Users (UserName TEXT, Password_Hash BLOB);"
         "INSERT INTO Users VALUES ('olga', x'24616263')");
  const auto users = read();
  ASSERT_EQ(users.size(), 1U);
  EXPECT_EQ(users[0].row, "users 1");
  EXPECT_EQ(users[0].email, "");
  EXPECT_EQ(users[0].password_hash, "$abc");
}

TEST_F(OldUsersFileTest, MayHaveBothTables) {
  run_on(file_,
         "CREATE TABLE user (username, password); CREATE TABLE users (username, password_hash);"
         "INSERT INTO user VALUES ('olga', 'a'); INSERT INTO users VALUES ('masha', 'b')");
  EXPECT_EQ(read().size(), 2U);
}

TEST_F(OldUsersFileTest, GivesOddValuesAsTheyAre) {
  run_on(file_,
         "CREATE TABLE users (id INTEGER PRIMARY KEY, username, email, password);"
         "INSERT INTO users VALUES (1, NULL, 5, NULL), (2, 12.5, x'ff00', x'')");
  const auto users = read();
  ASSERT_EQ(users.size(), 2U);
  EXPECT_EQ(users[0].name, "");
  EXPECT_EQ(users[0].email, "5");
  EXPECT_EQ(users[1].name, "12.5");
  EXPECT_EQ(users[1].email, std::string("\xff\0", 2));
}

TEST_F(OldUsersFileTest, IsNoneWithoutSuchATable) {
  run_on(file_,
         "CREATE TABLE people (username, password); CREATE TABLE users (name, password);"
         "CREATE VIEW user AS SELECT username, password FROM people");
  EXPECT_THAT(problem(), HasSubstr("no table `user` or `users`"));
}

TEST_F(OldUsersFileTest, IsNoneWhereItIsMissingOrSomethingElse) {
  EXPECT_THAT(problem(), HasSubstr("there is no file"));
  EXPECT_FALSE(std::filesystem::exists(file_)) << "it is not made either";
  std::ofstream(file_) << std::string(5000, 'x');
  EXPECT_THAT(problem(), HasSubstr("file is not a database"));
}

TEST_F(OldUsersFileTest, IsNotReadWhileTheOldSystemRuns) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "PRAGMA journal_mode=WAL; CREATE TABLE users (username, password)", nullptr, nullptr,
                         nullptr),
            SQLITE_OK);
  EXPECT_THAT(problem(), HasSubstr("site.db-wal holds changes that are not in the file yet"));
  sqlite3_close(database);
  EXPECT_EQ(problem(), "");
}

TEST_F(OldUsersFileTest, IsLeftAsItIs) {
  run_on(file_, "CREATE TABLE users (username, password); INSERT INTO users VALUES ('olga', 'a')");
  const auto content = [&] {
    std::ifstream in(file_, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const auto before = content();
  read();
  EXPECT_EQ(content(), before);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1) << "nothing lies beside it";
}

}  // namespace
}  // namespace accounts
