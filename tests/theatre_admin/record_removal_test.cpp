#include "record_removal.hpp"

#include "callboard/testing/request_builder.hpp"
#include "plays_fixture.hpp"

namespace theatre_admin {
namespace {

using callboard::testing::RecordingAuditLog;
using callboard::testing::RequestBuilder;
using ::testing::ElementsAre;
using ::testing::StrictMock;

class MockSearchIndex : public SearchIndex {
 public:
  MOCK_METHOD(void, put, (Transaction&, std::string_view, std::int64_t, const std::vector<std::string>&), (override));
  MOCK_METHOD(void, remove, (Transaction&, std::string_view, std::int64_t), (override));
  MOCK_METHOD(SearchCondition, condition, (Transaction&, std::string_view, std::string_view, std::string_view),
              (override));
};

class MockMediaStore : public MediaStore {
 public:
  MOCK_METHOD(StoredMedia, store, (std::string_view, std::string_view, std::string_view), (override));
  MOCK_METHOD(StoredMedia, store_file, (const std::filesystem::path&, std::string_view, std::string_view), (override));
  MOCK_METHOD(std::filesystem::path, path_of, (std::string_view), (const, override));
  MOCK_METHOD(void, use, (Transaction&, const StoredMedia&, const MediaUse&), (override));
  MOCK_METHOD(void, release, (Transaction&, std::string_view, std::int64_t), (override));
  MOCK_METHOD(Response, send, (std::string_view, std::string_view), (const, override));
};

class RecordRemovalTest : public PlaysTest {
 protected:
  Record remove(const AdminResource& resource, std::int64_t id, std::optional<std::int64_t> version = {}) {
    const auto request = RequestBuilder().build();
    const Visitor by = console();
    return database().transact([&](Transaction& tx) {
      return removal_.remove(tx, {by, *request}, resource, id, version);
    });
  }

  RecordingAuditLog audit_;
  StrictMock<MockSearchIndex> search_;
  StrictMock<MockMediaStore> media_;
  RecordRemoval removal_{audit_, search_, media_};
};
CALLBOARD_ON_BOTH_ENGINES(RecordRemovalTest);

TEST_P(RecordRemovalTest, RemovesTheRecordAndAllThatBelongsToIt) {
  auto resource = plays_resource();
  resource.fields.push_back({.name = "picture", .label = _("Picture"), .kind = AdminKind::Picture});
  const auto id = add_play("The Seagull");
  EXPECT_CALL(search_, remove(::testing::_, "test_play", id));
  EXPECT_CALL(media_, release(::testing::_, "test_play.picture", id));

  EXPECT_EQ(title_of(remove(resource, id)), "The Seagull");

  EXPECT_FALSE(find(resource, id));
  ASSERT_THAT(audit_.actions(), ElementsAre("deleted test_play " + std::to_string(id)));
  const auto changes = audit_.entries()[0].entry.changes;
  EXPECT_EQ(changes[0].field, "title");
  EXPECT_EQ(changes[0].before, "The Seagull");
  EXPECT_EQ(changes[0].after, "");
}

TEST_P(RecordRemovalTest, RefusesWhatIsNotThereOrIsAnotherVersion) {
  const auto id = add_play("The Seagull");
  EXPECT_THROW(remove(plays(), id + 1), NotFound);
  EXPECT_THROW(remove(plays(), id, 2), Conflict);
  EXPECT_TRUE(find(plays(), id));
  EXPECT_THAT(audit_.actions(), ElementsAre());
}

TEST_P(RecordRemovalTest, RefusesWhatOthersReferTo) {
  const auto hall = add_hall("Studio"), id = add_play("The Seagull");
  database().transact(
      [&](Transaction& tx) { tx.sql() << "UPDATE test_plays SET hall = " << hall << " WHERE id = " << id; });
  EXPECT_THROW(remove(halls(), hall), AdminRefusal);
  EXPECT_TRUE(find(halls(), hall));
}

TEST_P(RecordRemovalTest, RefusesWhereNobodyMay) {
  auto resource = plays_resource();
  const auto id = add_play("The Seagull");
  resource.may_remove = false;
  EXPECT_THROW(remove(resource, id), Forbidden);
  resource.may_remove = true;
  resource.may_write = [](const Visitor&) { return false; };
  EXPECT_THROW(remove(resource, id), Forbidden);
}

TEST_P(RecordRemovalTest, LeavesItToThePluginThatHasItsOwnWay) {
  auto resource = plays_resource();
  std::vector<std::int64_t> removed;
  resource.audited = true;
  resource.writes.remove = [&](Transaction&, const AdminCall&, std::int64_t id) { removed.push_back(id); };
  const auto id = add_play("The Seagull");
  EXPECT_CALL(search_, remove);
  remove(resource, id);
  EXPECT_THAT(removed, ElementsAre(id));
  EXPECT_TRUE(find(resource, id));
  EXPECT_THAT(audit_.actions(), ElementsAre());
}

}  // namespace
}  // namespace theatre_admin
