#include "plays_fixture.hpp"

namespace theatre_admin {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class SqlRecordsTest : public PlaysTest {};
CALLBOARD_ON_BOTH_ENGINES(SqlRecordsTest);

TEST_P(SqlRecordsTest, ReadsEachKindOfField) {
  const auto hall = add_hall("Большая сцена");
  const auto id = add_play("The Seagull", 1'700'000'000'000'000);
  database().transact([&](Transaction& tx) {
    tx.sql() << "UPDATE test_plays SET open = 1, seats = 120, premiere = '2026-11-21', notes = 'a\nb', hall = " << hall
             << " WHERE id = " << id;
  });

  EXPECT_EQ(find(plays(), id), (Record{{"id", id},
                                       {"version", 1},
                                       {"title", "The Seagull"},
                                       {"starts_at", 1'700'000'000'000'000},
                                       {"genre", "drama"},
                                       {"open", true},
                                       {"seats", 120},
                                       {"hall", hall},
                                       {"premiere", "2026-11-21"},
                                       {"notes", "a\nb"}}));
}

TEST_P(SqlRecordsTest, ReadsWhatIsNotThereAsNothing) {
  const auto record = find(plays(), add_play("Hamlet"));
  ASSERT_TRUE(record);
  EXPECT_EQ((*record)["seats"], nullptr);
  EXPECT_EQ((*record)["hall"], nullptr);
  EXPECT_EQ((*record)["open"], false);
}

TEST_P(SqlRecordsTest, LeavesOutWhatTheResourceLeavesOut) {
  auto comedies = plays_resource();
  comedies.where = "t.genre = 'comedy'";
  EXPECT_FALSE(find(comedies, add_play("Hamlet")));
  EXPECT_TRUE(find(comedies, add_play("Twelfth Night", 0, "comedy")));
}

TEST_P(SqlRecordsTest, ReadsListsOfValues) {
  auto resource = halls_resource();
  resource.fields.push_back({.name = "genres",
                             .label = _("Genres"),
                             .kind = AdminKind::Choices,
                             .sql = "(SELECT GROUP_CONCAT(p.genre) FROM test_plays p WHERE p.hall = t.id)"});
  const auto hall = add_hall("Studio");
  EXPECT_EQ((*find(resource, hall))["genres"], nlohmann::json::array());
  add_play("One", 0, "drama"), add_play("Two", 0, "comedy");
  database().transact([&](Transaction& tx) { tx.sql() << "UPDATE test_plays SET hall = " << hall; });
  EXPECT_THAT((*find(resource, hall))["genres"], ::testing::UnorderedElementsAre("drama", "comedy"));
}

TEST_P(SqlRecordsTest, NamesRecords) {
  const auto one = add_hall("Studio"), two = add_hall("Малая сцена");
  const auto titles = database().read([&](Transaction& tx) {
    return SqlRecords::titles(tx, halls(), {two, one, 4711});
  });
  EXPECT_THAT(titles, ElementsAre(Pair(one, "Studio"), Pair(two, "Малая сцена")));
}

}  // namespace
}  // namespace theatre_admin
