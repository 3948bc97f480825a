#include "bulk_action.hpp"

#include "callboard/testing/remembering_media_store.hpp"
#include "callboard/testing/request_builder.hpp"
#include "plays_fixture.hpp"
#include "search/sql_search_index.hpp"

namespace theatre_admin {
namespace {

using callboard::testing::RecordingAuditLog;
using callboard::testing::RequestBuilder;
using ::testing::ElementsAre;

class BulkActionTest : public PlaysTest {
 protected:
  void run(const AdminResource& resource, const AdminAction* action, const std::vector<std::int64_t>& ids,
           const nlohmann::json& values = nlohmann::json::object()) {
    const auto request = RequestBuilder().build();
    const Visitor by = console();
    BulkAction(database(), audit_, removal_, resource, action).run({by, *request}, ids, values);
  }
  AdminAction opening() {
    return {.name = "open",
            .label = _("Open"),
            .offered = [](const nlohmann::json& record) { return !record["open"].get<bool>(); },
            .run =
                [](Transaction& tx, const AdminCall&, std::int64_t id, const nlohmann::json& values) {
                  const long long key = id;
                  tx.sql() << "UPDATE test_plays SET open = 1 WHERE id = :id", soci::use(key, "id");
                  if (values.value("refuse", 0) == id) throw AdminRefusal(_("Not this one."));
                },
            .after = [this](const AdminCall&, std::int64_t id) { after_.push_back(id); }};
  }
  bool is_open(std::int64_t id) { return (*find(plays(), id))["open"].get<bool>(); }

  RecordingAuditLog audit_;
  host::SqlSearchIndex search_;
  callboard::testing::RememberingMediaStore media_;
  RecordRemoval removal_{audit_, search_, media_};
  std::vector<std::int64_t> after_;
};
CALLBOARD_ON_BOTH_ENGINES(BulkActionTest);

TEST_P(BulkActionTest, IsDoneWithAll) {
  const auto one = add_play("One"), two = add_play("Two");
  const auto action = opening();
  run(plays(), &action, {one, two});
  EXPECT_TRUE(is_open(one) && is_open(two));
  EXPECT_THAT(after_, ElementsAre(one, two));
  EXPECT_THAT(audit_.actions(),
              ElementsAre("open test_play " + std::to_string(one), "open test_play " + std::to_string(two)));
  EXPECT_EQ(audit_.entries()[0].entry.changes.at(0).field, "open");
  EXPECT_EQ(audit_.entries()[0].entry.changes.at(0).after, "1");
}

TEST_P(BulkActionTest, IsDoneWithNoneWhereOneRefuses) {
  const auto one = add_play("One"), two = add_play("Two");
  const auto action = opening();
  try {
    run(plays(), &action, {one, two}, {{"refuse", two}});
    FAIL() << "nothing was refused";
  } catch (const BulkRefusal& refusal) {
    EXPECT_EQ(refusal.record(), "Two");
    EXPECT_EQ(refusal.public_text().english(), "Not this one.");
  }
  EXPECT_FALSE(is_open(one) || is_open(two));
  EXPECT_THAT(after_, ElementsAre());
}

TEST_P(BulkActionTest, IsDoneWithNoneWhereOneIsNotThereOrNotOffered) {
  const auto one = add_play("One"), two = add_play("Two");
  const auto action = opening();
  EXPECT_THROW(run(plays(), &action, {one, two + 1}), BulkRefusal);
  EXPECT_FALSE(is_open(one));
  run(plays(), &action, {two});
  EXPECT_THROW(run(plays(), &action, {one, two}), BulkRefusal);
  EXPECT_FALSE(is_open(one));
}

TEST_P(BulkActionTest, DeletesAllOrNone) {
  const auto used = add_hall("Studio"), free = add_hall("Garden"), play = add_play("One");
  database().transact(
      [&](Transaction& tx) { tx.sql() << "UPDATE test_plays SET hall = " << used << " WHERE id = " << play; });
  EXPECT_THROW(run(halls(), nullptr, {free, used}), BulkRefusal);
  EXPECT_TRUE(find(halls(), free));
  run(halls(), nullptr, {free});
  EXPECT_FALSE(find(halls(), free));
}

}  // namespace
}  // namespace theatre_admin
