#include <chrono>

#include "sql_fixture.hpp"

namespace callboard::host {
namespace {

class Transact : public SqlTest {};
CALLBOARD_ON_BOTH_ENGINES(Transact);

TEST_P(Transact, KeepsWhatItsFunctionWrote) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage", 5); });
  EXPECT_EQ(places_of("Stage"), 5);
}

TEST_P(Transact, ReturnsWhatItsFunctionReturns) {
  EXPECT_EQ(database().transact([](Transaction&) { return std::string("done"); }), "done");
}

TEST_P(Transact, LeavesNothingWhenItsFunctionThrows) {
  EXPECT_THROW(database().transact([](Transaction& tx) {
    add_room(tx, "Stage");
    throw NotFound("room");
  }),
               NotFound);
  EXPECT_EQ(count_rooms(), 0);
}

TEST_P(Transact, TellsTheKindOfTheConstraintThatRefused) {
  using Kind = ConstraintViolation::Kind;
  database().transact([](Transaction& tx) { add_room(tx, "Stage"); });
  const auto kind_of = [&](const std::string& statement) {
    try {
      execute(statement);
    } catch (const ConstraintViolation& violation) {
      return std::optional(violation.kind());
    }
    return std::optional<Kind>();
  };
  EXPECT_EQ(kind_of("INSERT INTO rooms (name, places) VALUES ('Stage', 0)"), Kind::Unique);
  EXPECT_EQ(kind_of("INSERT INTO rooms (id, name, places) VALUES (1, 'Foyer', 0)"), Kind::Unique);
  EXPECT_EQ(kind_of("INSERT INTO rooms (name, places) VALUES (NULL, 0)"), Kind::NotNull);
  EXPECT_EQ(kind_of("INSERT INTO rooms (places) VALUES (0)"), Kind::NotNull);
  EXPECT_EQ(kind_of("INSERT INTO rooms (name, places) VALUES ('Foyer', -1)"), Kind::Check);
  EXPECT_EQ(kind_of("INSERT INTO seats (room) VALUES (77)"), Kind::ForeignKey);
  execute("INSERT INTO seats (room) VALUES (1)");
  EXPECT_EQ(kind_of("DELETE FROM rooms WHERE id = 1"), Kind::ForeignKey);
}

TEST_P(Transact, GoesOnAfterAViolationThatItsFunctionCaught) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage", 5); });
  const auto seen = database().transact([](Transaction& tx) {
    add_room(tx, "Foyer");
    try {
      add_room(tx, "Stage");
    } catch (const ConstraintViolation&) {
    }
    add_room(tx, "Studio");
    return places_of(tx, "Stage");
  });
  EXPECT_EQ(seen, 5);
  EXPECT_EQ(count_rooms(), 3);
}

// Who lost a race must be able to look at who won it.
TEST_P(Transact, SeesTheRowThatRefusedItsOwnEvenIfItHasReadBefore) {
  database().transact([&](Transaction& tx) {
    EXPECT_EQ(count_rooms(tx), 0);
    if (engine() == Engine::Mysql) {
      std::jthread([&] { database().transact([](Transaction& other) { add_room(other, "Stage", 7); }); }).join();
    } else {
      add_room(tx, "Stage", 7);
    }
    EXPECT_THROW(add_room(tx, "Stage", 1), ConstraintViolation);
    EXPECT_EQ(places_of(tx, "Stage"), 7);
  });
}

TEST_P(Transact, SaysNothingOfValuesInTheTextOfAnError) {
  database().transact([](Transaction& tx) { add_room(tx, "anna@example.org"); });
  try {
    database().transact([](Transaction& tx) { add_room(tx, "anna@example.org"); });
    FAIL();
  } catch (const ConstraintViolation& violation) {
    EXPECT_THAT(violation.what(), ::testing::Not(::testing::HasSubstr("anna")));
    EXPECT_THAT(violation.what(), ::testing::HasSubstr("name"));
  }
  try {
    database().transact([](Transaction& tx) {
      const std::string secret = "anna";
      tx.sql() << "INSERT INTO no_such_table VALUES (:secret)", soci::use(secret);
    });
    FAIL();
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("anna")));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("no_such_table"));
  }
}

TEST_P(Transact, RefusesToBeNested) {
  const auto nothing = [](Transaction&) {};
  EXPECT_THROW(database().transact([&](Transaction&) { database().transact(nothing); }), std::logic_error);
  EXPECT_THROW(database().transact([&](Transaction&) { database().read_single(nothing); }), std::logic_error);
  EXPECT_THROW(database().read([&](Transaction&) { database().transact_single(nothing); }), std::logic_error);
  database().transact([](Transaction& tx) { add_room(tx, "Stage"); });
  EXPECT_EQ(count_rooms(), 1);
}

TEST_P(Transact, LeavesBeginAndCommitToTheDatabase) {
  EXPECT_THROW(database().transact([](Transaction& tx) { tx.sql().commit(); }), std::logic_error);
  EXPECT_THROW(database().transact([](Transaction& tx) { soci::transaction another(tx.sql()); }), std::logic_error);
}

TEST_P(Transact, TakesOneStatementWithoutATransactionOfItsOwn) {
  database().transact_single([](Transaction& tx) { add_room(tx, "Stage", 1); });
  EXPECT_EQ(database().read_single([](Transaction& tx) { return places_of(tx, "Stage"); }), 1);
  EXPECT_THROW(database().transact_single([](Transaction& tx) { add_room(tx, "Stage", 1); }), ConstraintViolation);
  EXPECT_EQ(count_rooms(), 1);
}

TEST_P(Transact, KeepsTextsAsTheyAre) {
  const std::string text = "\xd0\xa1\xd1\x86\xd0\xb5\xd0\xbd\xd0\xb0 \xf0\x9f\x8e\xad it's \"x\" \\ :name %";
  database().transact([&](Transaction& tx) { add_room(tx, text, 3); });
  EXPECT_EQ(places_of(text), 3);
  EXPECT_EQ(database().read([](Transaction& tx) {
    std::string name;
    tx.sql() << "SELECT name FROM rooms", soci::into(name);
    return name;
  }),
            text);
}

// MySQL would cut it off and go on.
TEST_P(Transact, RefusesOrKeepsATextThatIsTooLongButNeverCutsIt) {
  const std::string text(80, 'x');
  try {
    database().transact([&](Transaction& tx) { add_room(tx, text, 3); });
    EXPECT_EQ(places_of(text), 3);
  } catch (const std::exception&) {
    EXPECT_EQ(count_rooms(), 0);
  }
}

}  // namespace
}  // namespace callboard::host
