#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/crypto.hpp"
#include "callboard/testing/request_builder.hpp"
#include "media/file_partial_files.hpp"
#include "process/unique_fd.hpp"
#include "temporary_folder.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using Appended = AppendedPiece::Kind;
using Algorithm = PieceChecksum::Algorithm;

constexpr std::uint64_t kMost = 512 * 1024;  // less than a route takes by default

// Says what was read so far, and goes on when it is told to.
class PausedBody : public BodySource {
 public:
  std::size_t read(std::span<char> into) override {
    std::unique_lock lock(mutex_);
    reached_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return released_; });
    if (read_) return 0;
    read_ = true;
    return std::string_view("slow").copy(into.data(), into.size());
  }
  void wait_until_reached() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return reached_; });
  }
  void release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool reached_ = false;
  bool released_ = false;
  bool read_ = false;
};

class PartialFilesTest : public ::testing::Test {
 protected:
  PartialFilesTest() : name_(files_.begin()) {}

  static testing::RequestBuilder patch() { return testing::RequestBuilder(Method::Post, "/upload"); }
  AppendedPiece append(std::uint64_t offset, std::string content, const std::optional<PieceChecksum>& checksum = {}) {
    return files_.append(name_, offset, kMost, *patch().body(std::move(content), "x/y").build(), checksum);
  }
  AppendedPiece append_cut(std::uint64_t offset, std::string content, std::size_t after,
                           const std::optional<PieceChecksum>& checksum = {}) {
    auto body = std::make_shared<testing::TextBody>(std::move(content), 1000, after);
    return files_.append(name_, offset, kMost, *patch().chunked(body, "x/y").build(), checksum);
  }
  std::string content() const {
    std::ifstream in(files_.path_of(name_), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(partial())) found.push_back(entry.path().filename());
    return found;
  }
  std::filesystem::path partial() const { return folder_.path() / "partial"; }

  const testing::TemporaryFolder folder_;
  FilePartialFiles files_{folder_.path()};
  const std::string name_;
};

TEST_F(PartialFilesTest, GrowsPieceByPiece) {
  EXPECT_EQ(files_.size(name_), 0u);
  const auto first = append(0, "abc");
  EXPECT_EQ(first.kind, Appended::Done);
  EXPECT_EQ(first.size, 3u);
  EXPECT_EQ(append(3, "def").size, 6u);
  EXPECT_EQ(files_.size(name_), 6u);
  EXPECT_EQ(content(), "abcdef");
}

TEST_F(PartialFilesTest, GivesNamesThatCannotBeGuessed) {
  EXPECT_EQ(name_.size(), 43u);
  EXPECT_NE(files_.begin(), name_);
  EXPECT_EQ(std::filesystem::status(partial() / name_).permissions() & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(PartialFilesTest, StaysAcrossARestart) {
  append(0, "abc");
  FilePartialFiles restarted(folder_.path());
  EXPECT_EQ(restarted.size(name_), 3u);
  EXPECT_EQ(restarted.append(name_, 3, kMost, *patch().body("d", "x/y").build(), {}).size, 4u);
}

TEST_F(PartialFilesTest, RefusesAnOffsetThatDoesNotFit) {
  append(0, "abc");
  for (const std::uint64_t offset : {0u, 2u, 4u, 1'000'000u}) {
    const auto piece = append(offset, "x");
    EXPECT_EQ(piece.kind, Appended::WrongOffset) << offset;
    EXPECT_EQ(piece.size, 3u);
  }
  EXPECT_EQ(content(), "abc");
}

TEST_F(PartialFilesTest, KnowsNoNamesButItsOwn) {
  std::ofstream(partial() / "other") << "x";
  std::filesystem::create_symlink("/etc/passwd", partial() / std::string(43, 'a'));
  std::filesystem::create_directory(partial() / std::string(43, 'b'));
  for (const std::string& name : {std::string(), std::string("other"), std::string("../") + std::string(40, 'a'),
                                  std::string(43, '.'), std::string(43, 'a'), std::string(43, 'b'),
                                  std::string(43, 'c'), std::string(42, 'c') + "\n", std::string(43, '/')}) {
    EXPECT_FALSE(files_.size(name)) << name;
    EXPECT_THROW(files_.path_of(name), NotFound) << name;
    EXPECT_THROW(files_.append(name, 0, kMost, *patch().body("x", "x/y").build(), {}), NotFound) << name;
    EXPECT_NO_THROW(files_.remove("x" + name)) << name;
  }
}

TEST_F(PartialFilesTest, RemovesOnce) {
  files_.remove(name_);
  EXPECT_FALSE(files_.size(name_));
  EXPECT_NO_THROW(files_.remove(name_));
  EXPECT_THROW(append(0, "x"), NotFound);
}

TEST_F(PartialFilesTest, KeepsNothingOfWhatIsTooLong) {
  append(0, "abc");
  EXPECT_EQ(append(3, std::string(kMost + 1, 'x')).kind, Appended::TooLong);
  auto endless = std::make_shared<testing::TextBody>(std::string(kMost + 1, 'x'), 1000);
  const auto piece = files_.append(name_, 3, kMost, *patch().chunked(endless, "x/y").build(), {});
  EXPECT_EQ(piece.kind, Appended::TooLong);
  EXPECT_EQ(piece.size, 3u);
  EXPECT_EQ(content(), "abc");
}

TEST_F(PartialFilesTest, KeepsNothingOfWhatIsMoreThanItsRouteTakes) {
  append(0, "abc");
  auto endless = std::make_shared<testing::TextBody>(std::string(4 * kMost, 'x'), 1000);
  EXPECT_THROW(files_.append(name_, 3, 8 * kMost, *patch().chunked(endless, "x/y").build(), {}), ContentTooLarge);
  EXPECT_EQ(content(), "abc");
}

TEST_F(PartialFilesTest, KeepsWhatCameBeforeTheClientWentAway) {
  append(0, "abc");
  const auto piece = append_cut(3, std::string(200'000, 'x'), 100'000);
  EXPECT_EQ(piece.kind, Appended::CutOff);
  EXPECT_EQ(piece.size, 100'003u);
  EXPECT_EQ(append(100'003, "end").kind, Appended::Done);
  EXPECT_EQ(content(), "abc" + std::string(100'000, 'x') + "end");
}

TEST_F(PartialFilesTest, TakesAPieceThatHashesToWhatWasTold) {
  EXPECT_EQ(append(0, "abc", PieceChecksum{Algorithm::Sha256, sha256("abc")}).size, 3u);
  const std::string sha1 = "\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c\xd0\xd8\x9d";
  EXPECT_EQ(append(3, "abc", PieceChecksum{Algorithm::Sha1, sha1}).size, 6u);
  EXPECT_EQ(append(6, "abc", PieceChecksum{Algorithm::Crc32, "\x35\x24\x41\xc2"}).size, 9u);
  EXPECT_EQ(content(), "abcabcabc");
}

TEST_F(PartialFilesTest, KeepsNothingOfAPieceThatHashesToSomethingElse) {
  append(0, "abc");
  for (const auto algorithm : {Algorithm::Sha1, Algorithm::Sha256, Algorithm::Crc32}) {
    const auto piece = append(3, "def", PieceChecksum{algorithm, sha256("abc")});
    EXPECT_EQ(piece.kind, Appended::WrongChecksum);
    EXPECT_EQ(piece.size, 3u);
  }
  const auto piece = append_cut(3, std::string(5000, 'x'), 2000, PieceChecksum{Algorithm::Sha256, sha256("abc")});
  EXPECT_EQ(piece.kind, Appended::CutOff);
  EXPECT_EQ(piece.size, 3u);
  EXPECT_EQ(content(), "abc");
  EXPECT_THAT(names(), ::testing::ElementsAre(name_));
}

TEST_F(PartialFilesTest, TellsASecondWriterAtOnceThatItIsBusy) {
  auto body = std::make_shared<PausedBody>();
  AppendedPiece first;
  std::jthread writer([&] { first = files_.append(name_, 0, kMost, *patch().chunked(body, "x/y").build(), {}); });
  body->wait_until_reached();
  EXPECT_EQ(append(0, "quick").kind, Appended::Busy);
  body->release();
  writer.join();
  EXPECT_EQ(first.kind, Appended::Done);
  EXPECT_EQ(content(), "slow");
}

// One that holds the lock and is killed: the lock goes with it.
TEST_F(PartialFilesTest, IsBusyForOtherProcessesAndFreeWhenTheyDie) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const int file = ::open((partial() / name_).c_str(), O_RDWR);
    const char locked = ::flock(file, LOCK_EX) == 0 ? 'y' : 'n';
    if (::write(ends[1], &locked, 1) == 1) ::pause();
    ::_exit(1);
  }
  char locked = 0;
  ASSERT_EQ(::read(ends[0], &locked, 1), 1);
  EXPECT_EQ(append(0, "abc").kind, Appended::Busy);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(append(0, "abc").kind, Appended::Done);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(PartialFilesTest, TellsAWriterWhoseFileWasRemovedMeanwhile) {
  auto body = std::make_shared<PausedBody>();
  std::jthread remover([&] {
    body->wait_until_reached();
    files_.remove(name_);
    body->release();
  });
  EXPECT_THROW(files_.append(name_, 0, kMost, *patch().chunked(body, "x/y").build(), {}), NotFound);
}

// A limit on the size of files stands for the disk that is full: the write stops in the middle likewise.
class TightDisk {
 public:
  explicit TightDisk(rlim_t most) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit tight{most, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~TightDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  TightDisk(const TightDisk&) = delete;
  TightDisk& operator=(const TightDisk&) = delete;

 private:
  sighandler_t handler_;
  rlimit before_{};
};

TEST_F(PartialFilesTest, KeepsWhatThereWasWhenTheDiskIsFullAndRecovers) {
  append(0, "abc");
  const std::string large(500'000, 'x');
  const PieceChecksum right{Algorithm::Sha256, sha256(large)};
  {
    const TightDisk tight(100'000);
    for (const auto& checksum : {std::optional<PieceChecksum>(), std::optional(right)}) {
      try {
        append(3, large, checksum);
        FAIL() << "it went beyond the limit";
      } catch (const Unavailable& error) {
        EXPECT_EQ(error.public_text().english(),
                  "There is no room for more files at the moment. Please try again later.");
      }
      EXPECT_EQ(files_.size(name_), 3u);
    }
  }
  EXPECT_EQ(append(3, large, right).size, 500'003u);
}

TEST_F(PartialFilesTest, KeepsAReserveOfTheDiskFree) {
  const auto room = files_.room();
  ASSERT_GT(room, 0u);
  FilePartialFiles tight(folder_.path(), room + FilePartialFiles::kReserve * 100);
  EXPECT_EQ(tight.room(), 0u);
  EXPECT_THROW(tight.begin(), Unavailable);
  EXPECT_THROW(tight.append(name_, 0, kMost, *patch().body("x", "x/y").build(), {}), Unavailable);
  EXPECT_EQ(files_.size(name_), 0u);
}

TEST_F(PartialFilesTest, SweepsThoseThatWereNotAppendedToForLong) {
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  const auto busy = files_.begin();
  const UniqueFd held(::open(files_.path_of(busy).c_str(), O_RDWR));
  ASSERT_EQ(::flock(held.get(), LOCK_EX), 0);
  EXPECT_EQ(files_.sweep(now - 1h), 0);
  EXPECT_EQ(files_.sweep(now + 1h), 1);
  EXPECT_FALSE(files_.size(name_));
  EXPECT_TRUE(files_.size(busy)) << "somebody appends to it";
}

}  // namespace
}  // namespace callboard::host
