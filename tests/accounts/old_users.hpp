// An old system's file, as a test wants it.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace accounts {

inline constexpr const char* kOldHash =  // of "correct horse 9"
    "pbkdf2:sha256:3000$uwcXnxQwdJXJLMNT$d4303cf7d2bbdbdb9d6ed7e6487c9bd8181fd32bc15a0dbe6b2861721ce73e00";

inline void run_on(const std::filesystem::path& file, const std::string& statements) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  char* fault = nullptr;
  EXPECT_EQ(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &fault), SQLITE_OK) << fault;
  sqlite3_close(database);
}

}  // namespace accounts
