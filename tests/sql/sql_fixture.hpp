// A database with the few tables that these tests need, made by migrations of the test's own.
#pragma once

#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "test_database.hpp"

namespace callboard::host {

class SqlTest : public testing::DatabaseTest {
 public:
  // Runs `work` on each of `count` threads at once and waits for all.
  template <typename Work>
  static void on_threads(int count, Work work) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([work, i] { work(i); });
  }

 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    const std::string suffix = engine() == Engine::Mysql ? " ENGINE=InnoDB" : "";
    const std::string id = engine() == Engine::Mysql ? "BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT" : "INTEGER PRIMARY KEY";
    execute("CREATE TABLE rooms (id " + id + ", name VARCHAR(64) NOT NULL UNIQUE, places INT NOT NULL CHECK (places >= 0))" +
            suffix);
    execute("CREATE TABLE seats (id " + id + ", room BIGINT NOT NULL, FOREIGN KEY (room) REFERENCES rooms (id))" + suffix);
  }

  void execute(const std::string& statement) {
    database().transact([&](Transaction& tx) { tx.sql() << statement; });
  }
  static void add_room(Transaction& tx, const std::string& name, int places = 0) {
    tx.sql() << "INSERT INTO rooms (name, places) VALUES (:name, :places)", soci::use(name, "name"),
        soci::use(places, "places");
  }
  static long long count_rooms(Transaction& tx) {
    long long count = 0;
    tx.sql() << "SELECT COUNT(*) FROM rooms", soci::into(count);
    return count;
  }
  long long count_rooms() { return database().read(&SqlTest::count_in); }
  static long long count_in(Transaction& tx) { return count_rooms(tx); }
  static long long places_of(Transaction& tx, const std::string& name) {
    long long places = -1;
    tx.sql() << "SELECT places FROM rooms WHERE name = :name", soci::into(places), soci::use(name, "name");
    return places;
  }
  long long places_of(const std::string& name) {
    return database().read([&](Transaction& tx) { return places_of(tx, name); });
  }
};

}  // namespace callboard::host
