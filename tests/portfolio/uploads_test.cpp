#include "fault_texts.hpp"
#include "portfolio_fixture.hpp"

namespace portfolio {
namespace {

using Piece = AppendedPiece::Kind;
using ::testing::ElementsAre;

class UploadsTest : public PortfolioTest {};
CALLBOARD_ON_BOTH_ENGINES(UploadsTest);

TEST_P(UploadsTest, GrowPieceByPieceAndGoOnToBeProcessed) {
  const auto id = begin(6).upload.id;
  EXPECT_EQ(send(id, 0, "a fi").now.offset, 4U);
  EXPECT_EQ(uploads_->progress(anna_, id).offset, 4U);
  EXPECT_EQ(item(*upload(id).item).state, State::Uploading);
  EXPECT_EQ(send(id, 4, "lm").now.offset, 6U);
  EXPECT_EQ(item(*upload(id).item).state, State::Processing);
  EXPECT_EQ(usage().uploads, 0);
  EXPECT_EQ(send(id, 6, "").kind, Piece::Done) << "a repeat of the last answer";
}

TEST_P(UploadsTest, RefuseAWrongOffsetAndTooMuch) {
  const auto id = begin(6).upload.id;
  EXPECT_EQ(send(id, 1, "x").kind, Piece::WrongOffset);
  EXPECT_EQ(send(id, 99, "x").kind, Piece::WrongOffset);
  EXPECT_EQ(send(id, 0, "much too long").kind, Piece::TooLong);
  EXPECT_EQ(uploads_->progress(anna_, id).offset, 0U);
}

TEST_P(UploadsTest, AreTheirOwnersAlone) {
  const auto id = begin(6).upload.id;
  EXPECT_THROW(uploads_->progress(boris_, id), NotFound);
  EXPECT_THROW(uploads_->give_up(boris_, id), NotFound);
  EXPECT_THROW(uploads_->progress(Visitor{}, id), NotFound);
}

TEST_P(UploadsTest, GoWithAllThatTheyTookWhenTheyAreGivenUp) {
  const auto begun = begin(6);
  send(begun.upload.id, 0, "a f");
  uploads_->give_up(anna_, begun.upload.id);
  EXPECT_THROW(uploads_->progress(anna_, begun.upload.id), Error);
  EXPECT_EQ(usage().used, 0U);
  EXPECT_EQ(usage().items, 0);
  EXPECT_EQ(usage().uploads, 0);
  uploads_->sweep();
  EXPECT_EQ(partial_files(), 0U);
}

TEST_P(UploadsTest, ExpireWithoutAnybodySendingThem) {
  const auto id = begin(6).upload.id;
  clock().advance(std::chrono::hours(40));
  send(id, 0, "a");
  clock().advance(std::chrono::hours(40));
  uploads_->sweep();
  EXPECT_EQ(uploads_->progress(anna_, id).offset, 1U) << "who sends has time again";
  clock().advance(std::chrono::hours(9));
  EXPECT_THROW(uploads_->progress(anna_, id), Error);
  uploads_->sweep();
  uploads_->sweep();
  EXPECT_EQ(usage().used, 0U);
  EXPECT_EQ(partial_files(), 0U);
}

TEST_P(UploadsTest, StayWhereTheyWaitLongForTheirProcessing) {
  const auto id = whole_video("abc");
  const auto of_item = [&] {
    return database().read_single([&](Transaction& tx) { return SqlUploads::of_item(tx, id); });
  };
  const auto file = files_->path_of(of_item()->partial);
  const auto week_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(7 * 24);
  std::filesystem::last_write_time(file, week_ago);
  uploads_->sweep();
  EXPECT_EQ(std::filesystem::last_write_time(file), week_ago) << "not yet";
  clock().advance(std::chrono::hours(48));
  uploads_->sweep();
  EXPECT_GT(std::filesystem::last_write_time(file), week_ago + std::chrono::hours(6 * 24));
  EXPECT_GT(of_item()->expires, clock().now());
  processing_->run();
  EXPECT_EQ(item(id).state, State::Ready);
}

TEST_P(UploadsTest, AreNotProcessedWhereTheirFileIsNotWhole) {
  const auto id = whole_video("abc");
  std::filesystem::resize_file(files_->path_of(upload_of(id).partial), 0);
  processing_->run();
  EXPECT_EQ(item(id).state, State::Processing);
  EXPECT_TRUE(videos_.probed.empty());
}

TEST_P(UploadsTest, GiveBackOnceWhateverWasReadBefore) {
  const auto id = whole_video("abc");
  const auto known = item(id);
  videos_.fault = VideoFault::Broken;
  processing_->run();
  EXPECT_EQ(usage().used, 0U);
  database().transact([&](Transaction& tx) { Items::erase(tx, *media_, search_, known); });
  database().transact([&](Transaction& tx) { Items::erase(tx, *media_, search_, known); });
  EXPECT_EQ(usage().used, 0U);
  EXPECT_EQ(usage().items, 0);
}

TEST_P(UploadsTest, AreFinishedByTheNextQuestionWhereTheWorkerDiedBefore) {
  const auto begun = begin(6);
  std::ofstream(files_->path_of(begun.upload.partial)) << "a film";
  EXPECT_EQ(uploads_->progress(anna_, begun.upload.id).offset, 6U);
  EXPECT_EQ(item(*begun.upload.item).state, State::Processing);
}

TEST_P(UploadsTest, TakeAFileOfAForm) {
  const auto file = folder() / "from_form";
  std::ofstream(file) << "a film";
  const auto begun = uploads_->take(anna_, Kind::Video, said("film"), "film.mp4", file, 6);
  EXPECT_EQ(begun.outcome, Reservation::Done);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(processing_->run(), 1);
  EXPECT_EQ(item(*begun.upload.item).state, State::Ready);
}

TEST_P(UploadsTest, BecomeAVideoWithItsPoster) {
  const auto id = whole_video();
  EXPECT_EQ(processing_->run(), 1);
  const auto made = item(id);
  EXPECT_EQ(made.state, State::Ready);
  EXPECT_EQ(made.width, 640);
  EXPECT_EQ(made.duration_ms, 61'500);
  EXPECT_EQ(made.size, 10U) << "of the bare film and its poster";
  EXPECT_EQ(usage().used, 10U);
  std::vector<std::string> variants;
  for (const auto& file : files(id)) variants.push_back(file.variant + " " + file.content_type);
  EXPECT_THAT(variants, ElementsAre("poster image/webp", "video video/mp4"));
  EXPECT_EQ(partial_files(), 0U);
  EXPECT_EQ(processing_->run(), 0);
}

TEST_P(UploadsTest, SayWhyTheyFailed) {
  videos_.fault = VideoFault::UnknownFormat;
  const auto id = whole_video();
  processing_->run();
  EXPECT_EQ(item(id).state, State::Failed);
  EXPECT_EQ(item(id).fault, "unknown_format");
  EXPECT_FALSE(fault_text(item(id), settings_).empty());
  EXPECT_EQ(usage().used, 0U);
  EXPECT_FALSE(items_->try_again(anna_, id)) << "it would fail again";
  uploads_->sweep();
  EXPECT_EQ(partial_files(), 0U);
}

TEST_P(UploadsTest, AreTakenUpAgainWhereTheirWorkerWasKilled) {
  const auto id = whole_video();
  const auto now = clock().now();
  database().transact([&](Transaction& tx) { SqlItems::claim(tx, id, now, now + Processing::kLease); });
  EXPECT_EQ(processing_->run(), 0) << "somebody has it in hand";
  clock().advance(Processing::kLease + std::chrono::seconds(1));
  EXPECT_EQ(processing_->run(), 1);
  EXPECT_EQ(item(id).state, State::Ready);
}

TEST_P(UploadsTest, AreTriedSomeTimesAndThenWhenTheirOwnerAsks) {
  const auto id = whole_video();
  videos_.unavailable = true;
  for (int i = 0; i <= Processing::kMostTries; ++i) {
    processing_->run();
    clock().advance(std::chrono::minutes(1));
  }
  EXPECT_EQ(item(id).state, State::Failed);
  EXPECT_EQ(item(id).fault, kNotProcessed);
  videos_.unavailable = false;
  EXPECT_TRUE(items_->try_again(anna_, id));
  processing_->run();
  EXPECT_EQ(item(id).state, State::Ready) << "what came was kept";
}

TEST_P(UploadsTest, OfDeletedItemsAreRemoved) {
  const auto id = whole_video();
  items_->remove(anna_, id);
  EXPECT_EQ(processing_->run(), 0);
  uploads_->sweep();
  EXPECT_EQ(partial_files(), 0U);
  EXPECT_EQ(usage().used, 0U);
}

}  // namespace
}  // namespace portfolio
