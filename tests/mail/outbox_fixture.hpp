// A database with the outbox in it, and mails to put there.
#pragma once

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "mail/sql_outbox.hpp"
#include "test_database.hpp"

namespace callboard::host {

class OutboxTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }

  void add(int number, const std::string& recipient = "anna@mail.example") {
    const auto id = std::to_string(number) + "@theatre.example";
    database().transact([&](Transaction& tx) {
      SqlOutbox(database())
          .add(tx, {id, recipient, "Message-ID: <" + id + ">\r\nSubject: x\r\n\r\nbody\r\n"}, clock().now());
    });
  }
  int count(const std::string& state) {
    return database().read_single([&](Transaction& tx) {
      long long count = 0;
      tx.sql() << "SELECT COUNT(*) FROM host_outbox WHERE state = :state", soci::use(state, "state"), soci::into(count);
      return static_cast<int>(count);
    });
  }
};

}  // namespace callboard::host
