// A cabinet of a small school, in a fresh database of each engine:
//   12345ABC may take 101 and 102, 67890DEF may take 101; 103 is a key that nobody may take.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "loans.hpp"
#include "sql_code_repository.hpp"
#include "sql_holder_repository.hpp"
#include "sql_loan_repository.hpp"

namespace key_cabinet {

using namespace callboard;

class CabinetTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"key_cabinet", CALLBOARD_SOURCE_DIR "/sql/key_cabinet"}}; }

  void SetUp() override {
    DatabaseTest::SetUp();
    add_key("103");
    add_holder("12345ABC", {"101", "102"});
    add_holder("67890DEF", {"101"});
  }

  Loans loans() { return {database(), loan_rows_, code_rows_, clock(), site_}; }

  KeyId add_key(const std::string& label) {
    return database().transact([&](Transaction& tx) {
      const auto room = holder_rows_.add_room(tx, "Foyer").id;
      return holder_rows_.add_key(tx, room, label).id;
    });
  }
  void add_holder(const std::string& serial, const std::vector<std::string>& keys) {
    database().transact([&](Transaction& tx) {
      const auto room = holder_rows_.add_room(tx, "Foyer").id;
      const auto holder = holder_rows_.add_holder(tx, "Holder of " + serial, serial).id;
      for (const auto& label : keys) holder_rows_.allow(tx, holder, holder_rows_.add_key(tx, room, label).id);
    });
  }

  // A number that one statement without parameters selects.
  long long number(const std::string& select) {
    return database().read_single([&](Transaction& tx) {
      long long value = 0;
      tx.sql() << select, soci::into(value);
      return value;
    });
  }
  void execute(const std::string& statement) {
    database().transact([&](Transaction& tx) { tx.sql() << statement; });
  }
  long long keys_out() { return number("SELECT COUNT(*) FROM key_cabinet_loans WHERE open_key IS NOT NULL"); }
  long long journal(const std::string& where) {
    return number("SELECT COUNT(*) FROM key_cabinet_journal WHERE " + where);
  }

  // Runs `work(i)` on each of `count` threads at once and waits for all.
  template <typename Work>
  static void on_threads(int count, const Work& work) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
  }

  // A cabinet as its authenticator makes it; 0 is a laboratory's.
  static Visitor cabinet(std::int64_t id = 0) {
    Visitor visitor;
    visitor.kind = id == 0 ? Visitor::Kind::Anonymous : Visitor::Kind::Device;
    visitor.device = CabinetId{id};
    return visitor;
  }

  SqlLoanRepository loan_rows_;
  SqlHolderRepository holder_rows_;
  SqlCodeRepository code_rows_;
  callboard::testing::FixedSite site_;
};

}  // namespace key_cabinet
