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

}  // namespace
}  // namespace callboard::host
