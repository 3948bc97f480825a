#include "callboard/testing/database_fixture.hpp"

#include "test_database.hpp"

namespace callboard::testing {

DatabaseTest::DatabaseTest() = default;
DatabaseTest::~DatabaseTest() = default;

void DatabaseTest::SetUp() {
  std::vector<host::MigrationFolder> folders;
  for (const auto& [feature, folder] : migrations()) folders.push_back({feature, folder});
  test_database_ = std::make_unique<TestDatabase>(GetParam(), clock_, log_, std::move(folders));
}

void DatabaseTest::TearDown() { test_database_.reset(); }

Database& DatabaseTest::database() { return test_database_->database(); }
const std::filesystem::path& DatabaseTest::folder() const { return test_database_->folder(); }

std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::Mysql ? "MariaDB" : "SQLite";
}

}  // namespace callboard::testing
