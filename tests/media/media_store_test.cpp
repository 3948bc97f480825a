#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "media/file_partial_files.hpp"
#include "media_fixture.hpp"

namespace callboard::host {
namespace {

class MediaStoreTest : public MediaTest {};
CALLBOARD_ON_BOTH_ENGINES(MediaStoreTest);

TEST_P(MediaStoreTest, NamesAFileByItsContentAndKeepsItOnce) {
  const auto first = stored("abc");
  const auto again = stored("abc");
  EXPECT_EQ(first.name, "ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.webp");
  EXPECT_EQ(again.name, first.name);
  EXPECT_EQ(first.size, 3u);
  EXPECT_EQ(content_of(first), "abc");
  EXPECT_THAT(files(), SizeIs(1));
  EXPECT_EQ(rows(), 1);
}

TEST_P(MediaStoreTest, KeepsWhatIsUsedHoweverLong) {
  const auto media = stored("abc");
  use(media, 7);
  clock().advance(24h * 365);
  clean();
  EXPECT_TRUE(is_there(media));
}

TEST_P(MediaStoreTest, RemovesWhatNobodyUsedWithinADay) {
  const auto media = stored("abc");
  clock().advance(23h);
  clean();
  EXPECT_TRUE(is_there(media));
  clock().advance(2h);
  clean();
  EXPECT_FALSE(is_there(media));
  EXPECT_EQ(rows(), 0);
}

TEST_P(MediaStoreTest, RemovesWhatWasReplacedAtTheNextRun) {
  const auto before = stored("before");
  const auto after = stored("after");
  use(before, 7);
  use(after, 7);
  clean();
  EXPECT_FALSE(is_there(before));
  EXPECT_TRUE(is_there(after));
}

TEST_P(MediaStoreTest, EndsEveryUseOfARecordAtItsRelease) {
  const auto small = stored("small");
  const auto large = stored("large");
  use(small, 7, "64");
  use(large, 7, "256");
  release(7);
  clean();
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_EQ(rows(), 0);
}

TEST_P(MediaStoreTest, KeepsWhatAnotherRecordUsesStill) {
  const auto media = stored("abc");
  use(media, 7);
  use(media, 8);
  release(7);
  clean();
  EXPECT_TRUE(is_there(media));
  release(8);
  clean();
  EXPECT_FALSE(is_there(media));
}

TEST_P(MediaStoreTest, KeepsTheOldPictureWhereTheTransactionFails) {
  const auto before = stored("before");
  const auto after = stored("after");
  use(before, 7);
  EXPECT_THROW(database().transact([&](Transaction& tx) {
    store().use(tx, after, {"accounts.picture", 7, "256"});
    throw Conflict("the profile changed");
  }),
               Conflict);
  clock().advance(25h);
  clean();
  EXPECT_TRUE(is_there(before));
  EXPECT_FALSE(is_there(after));
}

TEST_P(MediaStoreTest, RefusesToUseWhatWasRemoved) {
  const auto media = stored("abc");
  clock().advance(25h);
  clean();
  EXPECT_THROW(use(media, 7), Unavailable);
}

TEST_P(MediaStoreTest, StoresAgainWhatWasRemoved) {
  stored("abc");
  clock().advance(25h);
  clean();
  const auto media = stored("abc");
  use(media, 7);
  EXPECT_EQ(content_of(media), "abc");
}

TEST_P(MediaStoreTest, HealsAFileThatIsGoneWhenItIsStoredAgain) {
  const auto media = stored("abc");
  use(media, 7);
  std::filesystem::remove(root() / media.name);
  stored("abc");
  EXPECT_EQ(content_of(media), "abc");
  clock().advance(25h);
  clean();
  EXPECT_TRUE(is_there(media));
}

TEST_P(MediaStoreTest, SweepsFilesOlderThanADayThatHaveNoRow) {
  const auto kept = stored("kept");
  use(kept, 7);
  const std::string stray = std::string(64, 'a') + ".webp";
  std::filesystem::create_directories(root() / "aa");
  std::ofstream(root() / "aa" / stray) << "stray";
  std::ofstream(root() / "incoming" / "upload-1-unfinished") << "half";
  clock().set(std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()) + 23h);
  clean_all();
  EXPECT_THAT(files(), SizeIs(3));
  clock().advance(2h);
  clean_all();
  EXPECT_THAT(files(), SizeIs(1));
  EXPECT_TRUE(is_there(kept));
}

TEST_P(MediaStoreTest, RemovesInBoundedPortions) {
  for (int i = 0; i < MediaCleaner::kPortion + 5; ++i) stored(std::to_string(i));
  clock().advance(25h);
  clean();
  EXPECT_EQ(rows(), 5);
  clean();
  EXPECT_EQ(rows(), 0);
}

TEST_P(MediaStoreTest, HandsAFileToNginx) {
  const auto media = stored("abc");
  const auto response = store().send(media.name, "image/webp");
  EXPECT_EQ(response.headers().get("X-Accel-Redirect"), "/_media/" + media.name);
  EXPECT_EQ(response.headers().get("Content-Type"), "image/webp");
  EXPECT_EQ(response.headers().get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.headers().get("Content-Disposition"), "inline");
  EXPECT_EQ(response.headers().get("Cache-Control"), "private, max-age=31536000, immutable");
}

TEST_P(MediaStoreTest, SendsNothingButItsOwnNames) {
  const std::string hash(64, 'a');
  const std::vector<std::string> bad = {"",
                                        "aa/" + hash,
                                        "aa/" + hash + ".",
                                        "ab/" + hash + ".webp",
                                        hash + ".webp",
                                        "../../etc/passwd",
                                        "aa/" + hash + ".webp/../x",
                                        "aa/" + hash + ".we%70",
                                        "aa/" + hash + ".WEBP",
                                        "aa/" + std::string(64, 'A') + ".webp",
                                        "aa/" + hash + ".webp\r\nX: y",
                                        "aa/" + hash + ".webp\n",
                                        "aa/../" + std::string(61, 'a') + ".webp"};
  for (const auto& name : bad) EXPECT_THROW(store().send(name, "image/webp"), NotFound) << name;
  EXPECT_NO_THROW(store().send("aa/" + hash + ".webp", "image/webp"));
}

TEST_P(MediaStoreTest, RefusesAnEndingThatIsNone) {
  for (const auto* ending : {"", "../x", "WEBP", "we.bp", "abcdefghijk"}) {
    EXPECT_THROW(store().store("abc", ending, "image/webp"), std::invalid_argument) << ending;
  }
}

TEST_P(MediaStoreTest, TakesAFileOverByMovingIt) {
  FilePartialFiles partial(root());
  const auto file = partial.path_of(partial.begin());
  std::ofstream(file) << "abc";
  struct stat before {};
  ASSERT_EQ(::stat(file.c_str(), &before), 0);
  const auto media = store().store_file(file, "webp", "video/webm");
  EXPECT_EQ(media.name, "ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.webp");
  EXPECT_EQ(media.size, 3u);
  EXPECT_EQ(media.content_type, "video/webm");
  EXPECT_FALSE(std::filesystem::exists(file));
  struct stat after {};
  ASSERT_EQ(::stat(store().path_of(media.name).c_str(), &after), 0);
  EXPECT_EQ(after.st_ino, before.st_ino) << "moved, not copied";
  EXPECT_EQ(after.st_mode & 0777u, 0644u) << "nginx reads it";
  use(media, 7);
  clock().advance(24h * 365);
  clean();
  EXPECT_EQ(content_of(media), "abc");
}

TEST_P(MediaStoreTest, LeavesNoSecondNameOfAFileThatItHasAlready) {
  const auto file = folder() / "one", second = folder() / "two";
  std::ofstream(file) << "abc";
  std::filesystem::create_hard_link(file, second);
  const auto media = store().store_file(file, "webm", "video/webm");
  EXPECT_EQ(store().store_file(second, "webm", "video/webm").name, media.name);
  EXPECT_FALSE(std::filesystem::exists(second));
  EXPECT_EQ(content_of(media), "abc");
}

TEST_P(MediaStoreTest, CopiesAFileFromAnotherDisk) {
  const std::filesystem::path other = "/var/tmp/callboard-" + std::to_string(::getpid());
  std::ofstream(other) << "abc";
  const auto media = store().store_file(other, "webm", "video/webm");
  EXPECT_FALSE(std::filesystem::exists(other));
  EXPECT_EQ(content_of(media), "abc");
  EXPECT_THAT(files(), SizeIs(1));
}

TEST_P(MediaStoreTest, TakesNoFileOverThatSomebodyAppendsTo) {
  const auto file = folder() / "growing";
  std::ofstream(file) << "abc";
  const UniqueFd writer(::open(file.c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_EQ(::flock(writer.get(), LOCK_EX), 0);
  EXPECT_THROW(store().store_file(file, "webm", "video/webm"), Unavailable);
  EXPECT_TRUE(std::filesystem::exists(file));
  EXPECT_EQ(rows(), 0);
}

TEST_P(MediaStoreTest, TakesNeitherALinkNorWhatIsNotThere) {
  std::filesystem::create_symlink("/etc/hostname", folder() / "link");
  for (const auto* name : {"link", "nothing"}) {
    EXPECT_THROW(store().store_file(folder() / name, "webm", "video/webm"), NotFound) << name;
  }
  EXPECT_EQ(rows(), 0);
}

TEST_P(MediaStoreTest, KnowsWhereItsFilesLieAndNoOthers) {
  const auto media = stored("abc");
  EXPECT_EQ(store().path_of(media.name), root() / media.name);
  for (const auto* name : {"", "../../etc/passwd", "partial/x"}) EXPECT_THROW(store().path_of(name), NotFound) << name;
}

// A limit on the size of files stands for the disk that is full: the write stops in the middle likewise.
TEST_P(MediaStoreTest, LeavesNothingBehindWhenTheDiskIsFull) {
  stored("small");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{100'000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tight);
  std::string refusal;
  HttpStatus status = HttpStatus::Ok;
  try {
    stored(std::string(500'000, 'x'));
  } catch (const Unavailable& error) {
    refusal = error.what();
    status = error.status();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  EXPECT_THAT(refusal, ::testing::HasSubstr("File too large"));
  EXPECT_EQ(status, HttpStatus::Unavailable);
  EXPECT_THAT(files(), SizeIs(1));
  EXPECT_EQ(rows(), 1);
}

}  // namespace
}  // namespace callboard::host
