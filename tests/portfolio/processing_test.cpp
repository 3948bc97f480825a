#include "held_item.hpp"
#include "media/media_check.hpp"
#include "media/media_cleaner.hpp"
#include "portfolio_fixture.hpp"

namespace portfolio {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// What ends a process is no exception that anybody catches.
struct Killed {};

// Its process is killed when all files are stored, and before anything of it is committed.
class DyingMedia : public MediaStore {
 public:
  explicit DyingMedia(MediaStore& real) : real_(real) {}
  StoredMedia store(std::string_view content, std::string_view ending, std::string_view type) override {
    return real_.store(content, ending, type);
  }
  StoredMedia store_file(const std::filesystem::path& file, std::string_view ending, std::string_view type) override {
    return real_.store_file(file, ending, type);
  }
  std::filesystem::path path_of(std::string_view name) const override { return real_.path_of(name); }
  void use(Transaction&, const StoredMedia&, const MediaUse&) override { throw Killed(); }
  void release(Transaction& tx, std::string_view kind, std::int64_t record) override {
    real_.release(tx, kind, record);
  }
  Response send(std::string_view name, std::string_view type) const override { return real_.send(name, type); }

 private:
  MediaStore& real_;
};

class ProcessingTest : public PortfolioTest {
 protected:
  Processing with(MediaStore& media, PartialFiles& files) {
    return Processing({settings_, database(), clock(), log(), media, files, videos_, *photos_});
  }
  void die_before_the_commit() {
    DyingMedia media(*media_);
    EXPECT_THROW(with(media, *files_).run(), Killed);
  }
  host::MediaTotals check() {
    host::SqlMediaInventory inventory(database());
    return host::MediaCheck({media_->folder(), media_->rows(), inventory, clock()}, false, [](const auto&) {}).run();
  }
  void clean() { host::MediaCleaner(media_->folder(), media_->rows(), clock(), log()).run(); }
  std::size_t stored_files() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder() / "media")) {
      count += entry.is_regular_file() && entry.path().filename() != ".lock";
    }
    return count;
  }
  bool waits(ItemId id) {
    const auto ids = database().read_single([&](Transaction& tx) { return SqlItems::waiting(tx, clock().now(), 10); });
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  }
  std::optional<int> claim(ItemId id) {
    const auto now = clock().now();
    return database().transact([&](Transaction& tx) { return SqlItems::claim(tx, id, now, now + seconds(1)); });
  }
};
CALLBOARD_ON_BOTH_ENGINES(ProcessingTest);

TEST_P(ProcessingTest, KilledBetweenStoringAndCommittingIsDoneAgainOnce) {
  const auto id = whole_video();
  die_before_the_commit();
  EXPECT_EQ(stored_files(), 2U) << "the film and its poster, which nobody uses";
  EXPECT_EQ(item(id).state, State::Processing);
  clock().advance(Processing::kLease + seconds(1));
  EXPECT_EQ(processing_->run(), 1);
  EXPECT_EQ(item(id).state, State::Ready);
  EXPECT_EQ(stored_files(), 2U) << "the same files again";
  EXPECT_EQ(partial_files(), 0U);
  EXPECT_EQ(check().files, 2);
  clock().advance(hours(48));
  clean();
  EXPECT_EQ(stored_files(), 2U) << "now they are used";
  EXPECT_EQ(check().findings, 0);
}

TEST_P(ProcessingTest, KilledBetweenStoringAndCommittingLeavesNothingWhereTheItemIsDeletedThen) {
  const auto id = whole_video();
  die_before_the_commit();
  items_->remove(anna_, id);
  uploads_->sweep();
  EXPECT_EQ(partial_files(), 0U);
  EXPECT_EQ(check().findings, 0) << "somebody will look at them";
  clock().advance(hours(25));
  clean();
  EXPECT_EQ(stored_files(), 0U);
}

TEST_P(ProcessingTest, OfAFilmThatCannotBeCopiedKeepsNothing) {
  videos_.copy_fault = VideoFault::Broken;
  const auto id = whole_video();
  processing_->run();
  EXPECT_EQ(item(id).state, State::Failed);
  EXPECT_EQ(item(id).fault, "broken");
  EXPECT_EQ(usage().used, 0U);
  uploads_->sweep();
  EXPECT_EQ(partial_files(), 0U);
}

TEST_P(ProcessingTest, WaitsForRoomOnTheDiskAsLongAsItTakes) {
  const auto id = whole_video();
  host::FilePartialFiles full(folder(), UINT64_MAX);
  for (int i = 0; i < Processing::kMostTries + 2; ++i) {
    EXPECT_EQ(with(*media_, full).run(), 1);
    EXPECT_EQ(item(id).state, State::Processing);
    clock().advance(std::chrono::minutes(1));
  }
  EXPECT_TRUE(videos_.probed.empty());
  processing_->run();
  EXPECT_EQ(item(id).state, State::Ready);
}

TEST_P(ProcessingTest, LeavesNoSecondCopyOfAFilmThatIsPutOff) {
  const auto id = whole_video();
  std::ofstream(files_->path_of(upload_of(id).partial).string() + ".bare") << "left by one that was killed";
  processing_->run();
  EXPECT_EQ(item(id).state, State::Ready);
  EXPECT_EQ(partial_files(), 0U);
}

TEST_P(ProcessingTest, HoldsAnItemAsLongAsItWorksOnIt) {
  const auto id = whole_video();
  const HeldItem held(database(), clock(), log(), {id, claim(id).value(), milliseconds(40)});
  clock().advance(seconds(5));
  const auto until = std::chrono::steady_clock::now() + seconds(20);
  while (waits(id) && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  EXPECT_FALSE(waits(id));
}

TEST_P(ProcessingTest, DoesNotHoldWhatSomebodyElseTookUpSince) {
  const auto id = whole_video();
  const auto first = claim(id).value();
  clock().advance(seconds(2));
  ASSERT_TRUE(claim(id));
  clock().advance(seconds(2));
  database().transact_single([&](Transaction& tx) { SqlItems::renew(tx, id, first, clock().now() + seconds(9)); });
  EXPECT_TRUE(waits(id));
}

}  // namespace
}  // namespace portfolio
