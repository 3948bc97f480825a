#include "media/media_check.hpp"

#include "callboard/testing/query_plan.hpp"
#include "media_fixture.hpp"

namespace callboard::host {
namespace {

using Kind = MediaFinding::Kind;
using ::testing::ElementsAre;
using testing::not_indexed;
using ::testing::Pair;
using testing::query_plan;

class MediaCheckTest : public MediaTest {
 protected:
  MediaTotals check(bool repair = false) {
    found_.clear();
    SqlMediaInventory inventory(database());
    return MediaCheck({store().folder(), store().rows(), inventory, clock()}, repair,
                      [this](const MediaFinding& finding) { found_.emplace_back(finding.kind, finding.what); })
        .run();
  }
  StoredMedia used(std::string_view content, std::int64_t record) {
    auto media = stored(content);
    use(media, record);
    return media;
  }
  void a_day_later() {
    clock().set(std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()) + 25h);
  }
  std::string put(const std::string& name) const {
    std::filesystem::create_directories((root() / name).parent_path());
    std::ofstream(root() / name) << "stray";
    return name;
  }

  std::vector<std::pair<Kind, std::string>> found_;
};
CALLBOARD_ON_BOTH_ENGINES(MediaCheckTest);

TEST_P(MediaCheckTest, FindsNothingWhereAllIsWell) {
  used("one", 1);
  used("three", 2);
  stored("just stored");
  const auto totals = check();
  EXPECT_EQ(totals.files, 2);
  EXPECT_EQ(totals.bytes, 8u);
  EXPECT_EQ(totals.findings, 0);
  EXPECT_THAT(found_, IsEmpty());
}

TEST_P(MediaCheckTest, FindsWhatIsMissingAndWhatIsDamaged) {
  const auto missing = used("missing", 1);
  const auto changed = used("changed", 2);
  const auto cut = used("shorter", 3);
  std::filesystem::remove(root() / missing.name);
  std::ofstream(root() / changed.name) << "CHANGED";
  std::ofstream(root() / cut.name) << "short";
  const auto totals = check(true);
  EXPECT_THAT(found_,
              ::testing::UnorderedElementsAre(Pair(Kind::Missing, missing.name), Pair(Kind::Damaged, changed.name),
                                              Pair(Kind::Damaged, cut.name)));
  EXPECT_EQ(totals.left, 3) << "a backup alone repairs that";
  EXPECT_TRUE(std::filesystem::exists(root() / changed.name));
}

TEST_P(MediaCheckTest, RemovesWhatNobodyMissesWhereItMayRepair) {
  const auto kept = used("kept", 1);
  const auto stray = put("aa/" + std::string(64, 'a') + ".webp");
  const auto unfinished = put("incoming/upload-1-unfinished");
  check();
  EXPECT_THAT(found_, IsEmpty()) << "they are young";
  a_day_later();
  EXPECT_EQ(check().left, 2);
  EXPECT_THAT(found_, ElementsAre(Pair(Kind::Stray, stray), Pair(Kind::Unfinished, unfinished)));
  EXPECT_EQ(check(true).left, 0);
  EXPECT_THAT(found_, SizeIs(2));
  EXPECT_EQ(check().findings, 0);
  EXPECT_THAT(files(), ElementsAre(root() / kept.name));
}

TEST_P(MediaCheckTest, TellsOfForeignFilesAndLeavesThem) {
  used("kept", 1);
  const auto foreign = put("aa/holiday.jpg");
  EXPECT_EQ(check(true).left, 1);
  EXPECT_THAT(found_, ElementsAre(Pair(Kind::Foreign, foreign)));
  EXPECT_TRUE(std::filesystem::exists(root() / foreign));
}

TEST_P(MediaCheckTest, HandsWhatNobodyWatchesToTheJob) {
  const auto media = stored("forgotten");
  database().transact([](Transaction& tx) { tx.sql() << "UPDATE host_media SET due_at = NULL"; });
  EXPECT_EQ(check(true).left, 0);
  EXPECT_THAT(found_, ElementsAre(Pair(Kind::Unwatched, media.name)));
  clean();
  EXPECT_FALSE(is_there(media));
  EXPECT_EQ(check().findings, 0);
}

TEST_P(MediaCheckTest, GoesThroughMoreRowsThanItHoldsAtATime) {
  for (int i = 0; i < 205; ++i) used(std::to_string(i), i);
  EXPECT_EQ(check().files, 205);
  EXPECT_EQ(
      not_indexed(query_plan(database(), SqlMediaInventory::after_statement(), {{":name", "'8'"}, {":limit", "10"}})),
      "");
  EXPECT_EQ(not_indexed(query_plan(database(), SqlMediaInventory::uses_statement(), {{":name", "'8'"}})), "");
}

}  // namespace
}  // namespace callboard::host
