// A fresh, migrated database for each test, on SQLite and on a private MariaDB:
//
//   class LoansTest : public callboard::testing::DatabaseTest {
//     Migrations migrations() const override { return {{"key_cabinet", CALLBOARD_SOURCE_DIR "/sql/key_cabinet"}}; }
//   };
//   CALLBOARD_ON_BOTH_ENGINES(LoansTest);
//
//   TEST_P(LoansTest, RefusesASecondOpenLoan) { database().transact(…); }
//
// Inside the namespace callboard, GoogleTest's own is `::testing`.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "callboard/database.hpp"
#include "callboard/testing/fixed_clock.hpp"
#include "callboard/testing/recording_log.hpp"

namespace callboard::testing {

class TestDatabase;

class DatabaseTest : public ::testing::TestWithParam<Engine> {
 protected:
  using Migrations = std::vector<std::pair<std::string, std::filesystem::path>>;  // feature, folder

  DatabaseTest();
  ~DatabaseTest() override;
  // Whoever overrides these calls them.
  void SetUp() override;
  void TearDown() override;

  // In the order in which they build on each other.
  virtual Migrations migrations() const { return {}; }

  Engine engine() const { return GetParam(); }
  Database& database();
  // For files of this test; removed after it.
  const std::filesystem::path& folder() const;
  FixedClock& clock() { return clock_; }
  RecordingLog& log() { return log_; }
  TestDatabase& test_database() { return *test_database_; }

 private:
  FixedClock clock_;
  RecordingLog log_;
  std::unique_ptr<TestDatabase> test_database_;
};

std::string engine_name(const ::testing::TestParamInfo<Engine>& info);

}  // namespace callboard::testing

#define CALLBOARD_ON_BOTH_ENGINES(Suite)                                                                          \
  INSTANTIATE_TEST_SUITE_P(On, Suite, ::testing::Values(::callboard::Engine::Sqlite, ::callboard::Engine::Mysql), \
                           ::callboard::testing::engine_name)
