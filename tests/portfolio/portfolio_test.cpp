#include <array>
#include <thread>

#include "callboard/crypto.hpp"
#include "callboard/testing/query_plan.hpp"
#include "fault_texts.hpp"
#include "portfolio_fixture.hpp"

namespace portfolio {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

CALLBOARD_ON_BOTH_ENGINES(PortfolioTest);

TEST_P(PortfolioTest, ShowsEachReaderWhatIsMeantForHim) {
  add_text("private"), add_text("school", Visibility::School), add_text("public", Visibility::Public);
  Reader link;
  link.link = Link{};
  link.link->owner = anna_.user;
  EXPECT_THAT(seen(reader_of(anna_)), ElementsAre("public", "school", "private"));
  EXPECT_THAT(seen(reader_of(boris_)), ElementsAre("public", "school"));
  EXPECT_THAT(seen(reader_of(Visitor{})), ElementsAre("public"));
  EXPECT_THAT(seen(link), ElementsAre("public", "school"));
  auto admin = boris_;
  admin.roles = {"admin"};
  EXPECT_THAT(seen(reader_of(admin)), ElementsAre("public", "school"));
}

TEST_P(PortfolioTest, ChecksAccessForEachFileAnew) {
  const auto id = add_photo("photo", Visibility::Public);
  EXPECT_EQ(viewing_->file({}, id, "s.webp").content_type, "image/webp");
  EXPECT_EQ(viewing_->file({}, id, "l.jpg").content_type, "image/jpeg");
  EXPECT_THROW(viewing_->file({}, id, "video"), NotFound);
  items_->change(anna_, id, item(id).version, said("photo", Visibility::Private), std::nullopt);
  EXPECT_THROW(viewing_->file({}, id, "s.webp"), NotFound);
  EXPECT_THROW(viewing_->file(reader_of(boris_), id, "s.webp"), NotFound);
  EXPECT_NO_THROW(viewing_->file(reader_of(anna_), id, "s.webp"));
}

TEST_P(PortfolioTest, HidesWhatWasTakenDownOrIsNotReadyFromOthers) {
  const auto down = add_text("down", Visibility::Public);
  database().transact([&](Transaction& tx) { EXPECT_TRUE(SqlItems::set_taken_down(tx, down, true, "why")); });
  whole_video();
  EXPECT_THAT(seen({}), IsEmpty());
  EXPECT_EQ(seen(reader_of(anna_)).size(), 2U);
  EXPECT_THROW(viewing_->item(reader_of(boris_), down), NotFound);
}

TEST_P(PortfolioTest, HasLinksThatExpireAndCanBeRevoked) {
  add_text("school", Visibility::School);
  const auto token = random_token();
  Link link;
  link.owner = anna_.user;
  link.created = clock().now();
  link.expires = clock().now() + hours(1);
  const auto id = database().transact([&](Transaction& tx) { return SqlLinks::add(tx, link, sha256_hex(token)); });
  EXPECT_THAT(seen(viewing_->by_link(token)), ElementsAre("school"));
  EXPECT_THROW(viewing_->by_link(random_token()), NotFound);
  EXPECT_THROW(viewing_->by_link(sha256_hex(token).substr(0, 43)), NotFound);
  clock().advance(hours(2));
  EXPECT_THROW(viewing_->by_link(token), NotFound);
  clock().advance(hours(-2));
  database().transact([&](Transaction& tx) {
    EXPECT_FALSE(SqlLinks::erase(tx, boris_.user, id)) << "somebody else's";
    EXPECT_TRUE(SqlLinks::erase(tx, anna_.user, id));
  });
  EXPECT_THROW(viewing_->by_link(token), NotFound);
}

TEST_P(PortfolioTest, ShowsByAnAlbumsLinkThatAlbumAlone) {
  const auto other = add_text("other", Visibility::Public);
  Reader reader;
  reader.link = Link{};
  reader.link->owner = anna_.user;
  reader.link->album = database().transact([&](Transaction& tx) {
    return SqlAlbums::add(tx, {AlbumId{}, anna_.user, "Roles", "", 0});
  });
  auto in_album = said("inside", Visibility::School);
  in_album.album = reader.link->album;
  const auto inside = items_->add_text(anna_, in_album).id;
  EXPECT_THAT(seen(reader), ElementsAre("inside"));
  EXPECT_NO_THROW(viewing_->item(reader, inside));
  EXPECT_THROW(viewing_->item(reader, other), NotFound);
}

TEST_P(PortfolioTest, LetsNobodyElseChangeAnything) {
  const auto id = add_text("mine", Visibility::Public);
  EXPECT_THROW(items_->change(boris_, id, 1, said("his"), std::nullopt), NotFound);
  EXPECT_THROW(items_->remove(boris_, id), NotFound);
  EXPECT_THROW(items_->move(boris_, id, true), NotFound);
  EXPECT_THROW(items_->try_again(boris_, id), NotFound);
  items_->arrange(boris_, {id});
  EXPECT_EQ(item(id).said.title, "mine");
}

TEST_P(PortfolioTest, NoticesThatItWasChangedElsewhere) {
  const auto id = add_text("first");
  EXPECT_EQ(items_->change(anna_, id, 1, said("second"), std::nullopt), Items::Changed::Done);
  EXPECT_EQ(items_->change(anna_, id, 1, said("third"), std::nullopt), Items::Changed::SomebodyElse);
  EXPECT_EQ(item(id).said.title, "second");
}

TEST_P(PortfolioTest, IsPutInOrder) {
  const auto a = add_text("a"), b = add_text("b"), c = add_text("c");
  items_->move(anna_, a, true);
  EXPECT_THAT(seen(reader_of(anna_)), ElementsAre("c", "a", "b"));
  items_->move(anna_, c, true);
  items_->move(anna_, b, false);
  EXPECT_THAT(seen(reader_of(anna_)), ElementsAre("c", "a", "b")) << "at the ends nothing happens";
  items_->arrange(anna_, {b, c, a, b, ItemId{4711}});
  EXPECT_THAT(seen(reader_of(anna_)), ElementsAre("b", "c", "a"));
}

TEST_P(PortfolioTest, ReleasesTheFilesOfWhatIsDeleted) {
  const auto id = add_photo("photo");
  const auto used = [&] {
    return database().read_single([](Transaction& tx) {
      long long count = 0;
      tx.sql() << "SELECT COUNT(*) FROM host_media_uses", soci::into(count);
      return count;
    });
  };
  EXPECT_EQ(used(), 6);
  EXPECT_GT(usage().used, 0U);
  items_->remove(anna_, id);
  EXPECT_EQ(used(), 0);
  EXPECT_EQ(usage().used, 0U);
  EXPECT_EQ(usage().items, 0);
}

TEST_P(PortfolioTest, TakesNoMoreThanItsLimits) {
  EXPECT_EQ(begin(600).outcome, Reservation::Done);
  EXPECT_EQ(begin(401).outcome, Reservation::QuotaFull) << "what is under way counts too";
  EXPECT_EQ(begin(1).outcome, Reservation::Done);
  EXPECT_EQ(begin(1).outcome, Reservation::Done);
  EXPECT_EQ(begin(1).outcome, Reservation::TooManyUploads);
  for (int i = 0; i < 7; ++i) add_text("t");
  EXPECT_EQ(items_->add_text(anna_, said("eleventh")).outcome, Reservation::TooManyItems);
  EXPECT_EQ(partial_files(), 3U);
}

TEST_P(PortfolioTest, IsNotOverfilledByUploadsThatBeginTogether) {
  std::vector<std::thread> threads;
  std::atomic<int> begun = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { begun += begin(400).outcome == Reservation::Done ? 1 : 0; });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(begun, 2);
  EXPECT_EQ(usage().used, 800U);
}

// Many items of others, so that an engine sees a use in its indexes.
class PortfolioPlansTest : public PortfolioTest {
 protected:
  void SetUp() override {
    PortfolioTest::SetUp();
    for (int i = 0; i < 9; ++i) add_text("t", Visibility::Public);
    database().transact([&](Transaction& tx) {
      static constexpr std::array kKinds{"text", "photo", "video"}, kVisibilities{"public", "school", "private"},
          kStates{"ready", "failed", "uploading"};
      for (std::size_t i = 0; i < 300; ++i) {
        const auto owner = static_cast<long long>(100 + i), position = static_cast<long long>(i);
        const std::string kind = kKinds[i % 3], visibility = kVisibilities[i / 3 % 3], state = kStates[i / 9 % 3];
        tx.sql() << "INSERT INTO portfolio_items (user_id, kind, visibility, state, title, position, created_at) "
                    "VALUES (:owner, :kind, :visibility, :state, 't', :position, :position)",
            soci::use(owner, "owner"), soci::use(kind, "kind"), soci::use(visibility, "visibility"),
            soci::use(state, "state"), soci::use(position, "position");
        tx.sql() << "INSERT INTO portfolio_owners (id, used) VALUES (:owner, :position)", soci::use(owner, "owner"),
            soci::use(position, "position");
      }
      if (engine() == Engine::Mysql) tx.sql() << "ANALYZE TABLE portfolio_items, portfolio_owners";
    });
  }
  void expect_indexed(const std::string& statement, const std::map<std::string, std::string>& values = {}) {
    const auto plan = callboard::testing::query_plan(database(), statement, values);
    EXPECT_EQ(callboard::testing::not_indexed(plan), "") << statement << ::testing::PrintToString(plan);
  }
};
CALLBOARD_ON_BOTH_ENGINES(PortfolioPlansTest);

TEST_P(PortfolioPlansTest, FindItemsByIndexes) {
  for (const auto least : {Visibility::Private, Visibility::School, Visibility::Public}) {
    expect_indexed(SqlItems::selection_statement({anna_.user, least}),
                   {{":owner", "7"}, {":before", "1000000"}, {":most", "101"}});
    expect_indexed(SqlItems::selection_statement({anna_.user, least, AlbumId{1}}),
                   {{":album", "1"}, {":owner", "7"}, {":before", "1000000"}, {":most", "101"}});
  }
  expect_indexed(SqlItems::waiting_statement(), {{":now", "1"}, {":most", "10"}});
  expect_indexed(SqlLinks::find_statement(), {{":token", "'x'"}, {":now", "1"}});
  expect_indexed(SqlUploads::expired_statement(), {{":state", "'open'"}, {":until", "1"}, {":most", "100"}});
}

// As theatre_admin's SqlRecordList asks for the lists that PortfolioAdmin declares: a page in the list's order, and one
// of each filter.
TEST_P(PortfolioPlansTest, FindTheListsOfAdministratorsByIndexes) {
  const auto page = [](const std::string& condition) {
    return "SELECT t.id, t.title, t.created_at FROM portfolio_items t WHERE " + condition +
           " ORDER BY t.created_at DESC, t.id DESC LIMIT 51";
  };
  for (const auto* condition :
       {"t.created_at < 250", "t.created_at >= 100", "t.kind = 'video'", "t.visibility = 'school'",
        "t.state = 'failed'", "t.state = 'ready'", "t.taken_down = 1"}) {
    expect_indexed(page(condition));
  }
  expect_indexed(
      "SELECT t.id, t.used FROM portfolio_owners t WHERE t.used < 200 ORDER BY t.used DESC, t.id DESC LIMIT 51");
}

// One person has few, so these are sorted.
TEST_P(PortfolioPlansTest, FindOnePersonsItemsForAdministratorsByAnIndex) {
  const auto plan = callboard::testing::query_plan(
      database(),
      "SELECT t.id FROM portfolio_items t WHERE t.user_id = 7 ORDER BY t.created_at DESC, t.id DESC LIMIT 51", {});
  EXPECT_THAT(plan, ::testing::Contains(::testing::HasSubstr("portfolio_items_of"))) << ::testing::PrintToString(plan);
}

}  // namespace
}  // namespace portfolio
