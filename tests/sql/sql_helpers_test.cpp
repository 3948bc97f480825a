#include "sql_fixture.hpp"

namespace callboard::host {
namespace {

enum class RoomId : std::int64_t {};

class SqlHelpers : public SqlTest {};
CALLBOARD_ON_BOTH_ENGINES(SqlHelpers);

TEST_P(SqlHelpers, TellsTheIdThatARowWasGiven) {
  const auto ids = database().transact([](Transaction& tx) {
    add_room(tx, "Stage");
    const auto first = last_insert_id<RoomId>(tx);
    add_room(tx, "Foyer");
    return std::pair(first, last_insert_id<RoomId>(tx));
  });
  EXPECT_EQ(to_sql(ids.second), to_sql(ids.first) + 1);
  const auto name = database().read([&](Transaction& tx) {
    std::string found;
    const auto id = to_sql(ids.second);
    tx.sql() << "SELECT name FROM rooms WHERE id = :id", soci::into(found), soci::use(id);
    return found;
  });
  EXPECT_EQ(name, "Foyer");
}

TEST_P(SqlHelpers, CountsTheRowsThatAnUpdateMatchedEvenIfNothingInThemChanges) {
  database().transact([](Transaction& tx) {
    add_room(tx, "Stage", 5);
    add_room(tx, "Foyer", 5);
    add_room(tx, "Studio", 6);
    const int places = 5;
    const auto update = [&](const char* statement) {
      soci::statement prepared = (tx.sql().prepare << statement, soci::use(places, "places"));
      return affected_rows(prepared);
    };
    EXPECT_EQ(update("UPDATE rooms SET places = :places WHERE places = :places"), 2);
    EXPECT_EQ(update("UPDATE rooms SET places = places + 1 WHERE places = :places"), 2);
    EXPECT_EQ(update("UPDATE rooms SET places = 0 WHERE places = :places"), 0);
    EXPECT_EQ(update("DELETE FROM rooms WHERE places > :places"), 3);
  });
}

TEST_P(SqlHelpers, KeepsATimeToTheMicrosecond) {
  execute("CREATE TABLE times (at BIGINT NOT NULL)");
  const Time times[] = {Time(), Time(std::chrono::microseconds(1'795'248'000'123'456)),
                        Time(std::chrono::microseconds(-62'135'596'800'000'000)),  // the year 1
                        Time(std::chrono::microseconds(253'402'300'799'999'999))};  // the end of the year 9999
  for (const Time time : times) {
    const auto read = database().transact([&](Transaction& tx) {
      const auto at = to_sql(time);
      tx.sql() << "DELETE FROM times";
      tx.sql() << "INSERT INTO times VALUES (:at)", soci::use(at);
      long long found = 0;
      tx.sql() << "SELECT at FROM times", soci::into(found);
      return time_from_sql(found);
    });
    EXPECT_EQ(read, time);
  }
}

struct PlacesByName : Kept {
  explicit PlacesByName(Transaction& tx)
      : statement((tx.sql().prepare << "SELECT places FROM rooms WHERE name = :name", soci::into(places), soci::use(name))) {
    ++made;
  }
  std::string name;
  long long places = 0;
  soci::statement statement;
  static inline std::atomic<int> made = 0;

  std::optional<long long> operator()(std::string wanted) {
    name = std::move(wanted);
    if (!statement.execute(true)) return std::nullopt;
    return places;
  }
};

struct AddRoom : Kept {
  explicit AddRoom(Transaction& tx)
      : statement((tx.sql().prepare << "INSERT INTO rooms (name, places) VALUES (:name, 1)", soci::use(name))) {}
  std::string name;
  soci::statement statement;
  void operator()(std::string wanted) {
    name = std::move(wanted);
    statement.execute(true);
  }
};

TEST_P(SqlHelpers, PreparesAKeptStatementOncePerConnection) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage", 5); });
  PlacesByName::made = 0;
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(database().read([](Transaction& tx) { return tx.kept<PlacesByName>()("Stage"); }), 5);
    EXPECT_EQ(database().read([](Transaction& tx) { return tx.kept<PlacesByName>()("Foyer"); }), std::nullopt);
  }
  EXPECT_EQ(PlacesByName::made, 1);
}

TEST_P(SqlHelpers, LetsAKeptStatementSeeWhatWasWrittenSince) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage", 5); });
  for (int i = 1; i <= 3; ++i) {
    database().transact([](Transaction& tx) { tx.sql() << "UPDATE rooms SET places = places + 1"; });
    EXPECT_EQ(database().read_single([](Transaction& tx) { return tx.kept<PlacesByName>()("Stage"); }), 5 + i);
  }
}

TEST_P(SqlHelpers, LetsAKeptStatementGoOnAfterAViolation) {
  const auto add = [&](const std::string& name) {
    database().transact([&](Transaction& tx) { tx.kept<AddRoom>()(name); });
  };
  add("Stage");
  EXPECT_THROW(add("Stage"), ConstraintViolation);
  add("Foyer");
  EXPECT_THROW(add("Foyer"), ConstraintViolation);
  EXPECT_EQ(count_rooms(), 2);
}

}  // namespace
}  // namespace callboard::host
