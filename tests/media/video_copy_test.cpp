#include <fcntl.h>

#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/errors.hpp"
#include "codec_words.hpp"
#include "media/probed_videos.hpp"
#include "process/unique_fd.hpp"
#include "temporary_folder.hpp"
#include "video_maker.hpp"

namespace callboard::host {
namespace {

using ::testing::IsEmpty;

// What a camera, an editor or a person may have put into a file, in each of the ways that ffmpeg knows.
constexpr const char* kTold =
    "-metadata location=+52.5163+013.3777/ -metadata com.apple.quicktime.location.ISO6709=+52.5163+013.3777/ "
    "-metadata com.apple.quicktime.model=MARKED-PHONE -metadata make=MARKED-MAKER -metadata title=MARKED-TITLE "
    "-metadata comment=MARKED-COMMENT -metadata creation_time=2024-05-06T07:08:09Z -metadata:s:v title=MARKED-STREAM "
    "-metadata:s:v handler_name=MARKED-HANDLER -metadata:s:a language=deu ";

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string said_by(const std::string& command) {
  std::string said;
  FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  for (int c = 0; (c = std::fgetc(pipe)) != EOF;) said += static_cast<char>(c);
  return ::pclose(pipe) == 0 ? said : "failed: " + said;
}

// Which of these words are anywhere in the file.
std::vector<std::string> told_by(const std::filesystem::path& file, std::vector<std::string> words) {
  const auto bytes = bytes_of(file);
  std::erase_if(words, [&](const std::string& word) { return bytes.find(word) == bytes.npos; });
  return words;
}

class VideoCopyTest : public ::testing::Test {
 protected:
  std::filesystem::path made(const WantedVideo& wanted) const { return make_video(folder_.path(), wanted); }
  VideoFault copy(const std::filesystem::path& file) { return videos_.copy_bare(file, copy_); }
  RecoderRun run_copy(const std::filesystem::path& file, const std::string& most, const char* into, int flags) const {
    const UniqueFd result(::open(into, flags | O_CLOEXEC, 0600));
    return run_recoder(VIDEO, {"copy", most}, file, std::chrono::seconds(20), result.get());
  }
  // Hashes of the pictures and the sound as they are seen and heard; and how many packets there are.
  static std::string contents_of(const std::filesystem::path& file) {
    return said_by("ffmpeg -v error -i " + file.string() + " -map 0:v:0 -map 0:a:0 -f streamhash -") +
           said_by(
               "ffprobe -v error -select_streams v -count_packets -show_entries stream=nb_read_packets,start_time "
               "-of csv " +
               file.string());
  }
  static std::string decoding(const std::filesystem::path& file) {
    return said_by("ffmpeg -v error -xerror -i " + file.string() + " -f null -");
  }
  static int streams_in(const std::filesystem::path& file) {
    return std::stoi(said_by("ffprobe -v error -show_entries format=nb_streams -of csv=p=0 " + file.string()));
  }

  const testing::TemporaryFolder folder_;
  const std::filesystem::path copy_ = folder_ / "copy";
  ProbedVideos videos_{VIDEO};
};

TEST_F(VideoCopyTest, HasThePicturesAndTheSoundAndTellsNothingElse) {
  std::ofstream(folder_ / "said.srt") << "1\n00:00:00,000 --> 00:00:01,000\nMARKED-WORDS\n";
  const auto also = " -i " + (folder_ / "said.srt").string() + " -map 0:v -map 1:a -map 2:s ";
  struct Case {
    WantedVideo wanted;
    const char* type;
  };
  for (auto& [wanted, type] :
       {Case{{.name = "a.mp4", .more = "-c:s mov_text -movflags use_metadata_tags "}, "video/mp4"},
        Case{{.name = "b.mp4", .more = "-c:s mov_text "}, "video/mp4"},
        Case{{.name = "a.mov", .more = "-c:s mov_text "}, "video/mp4"},
        Case{{.name = "a.webm", .codecs = "-c:v libvpx -c:a libvorbis", .more = "-c:s webvtt "}, "video/webm"}}) {
    auto video = wanted;
    video.codecs = also + video.codecs;
    video.more += kTold;
    const auto file = made(video);
    EXPECT_GE(told_by(file, {"MARKED-TITLE", "MARKED-WORDS", "loci", "52.51"}).size(), 3U) << "the place in one form";
    ASSERT_EQ(copy(file), VideoFault::None) << wanted.name;
    EXPECT_THAT(told_by(copy_, {"MARKED", "loci", "\xA9xyz", "52.51", "2024-", "apple", "Lavf5", "x264", "libvorbis"}),
                IsEmpty())
        << wanted.name;
    EXPECT_EQ(
        said_by("ffprobe -v error -show_entries format_tags=creation_time:stream_tags=creation_time -of csv=p=0 " +
                copy_.string() + " | tr -d '\\n'"),
        "");
    EXPECT_EQ(streams_in(copy_), 2) << wanted.name;
    EXPECT_EQ(contents_of(copy_), contents_of(file)) << wanted.name;
    EXPECT_EQ(decoding(copy_), "") << wanted.name;
    const auto probed = videos_.probe(copy_, {});
    EXPECT_EQ(probed.fault, VideoFault::None);
    EXPECT_EQ(probed.content_type, type);
    EXPECT_NEAR(static_cast<double>(probed.duration.count()), 2000, 100);
    EXPECT_TRUE(videos_.poster(copy_, {100, 100}));
  }
}

TEST_F(VideoCopyTest, BeginsWithItsIndex) {
  const auto index_first = [&](const char* index, const char* content) {
    const auto bytes = bytes_of(copy_);
    return bytes.find(index) < bytes.find(content);
  };
  ASSERT_EQ(copy(made({})), VideoFault::None);
  EXPECT_TRUE(index_first("moov", "mdat"));
  ASSERT_EQ(copy(made({.more = "-movflags frag_keyframe+empty_moov"})), VideoFault::None);
  EXPECT_TRUE(index_first("moov", "mdat"));
  EXPECT_THAT(told_by(copy_, {"moof"}), IsEmpty());
  const WantedVideo recorded{.name = "a.webm", .codecs = "-c:v libvpx -c:a libopus", .through_a_pipe = true};
  ASSERT_EQ(copy(made(recorded)), VideoFault::None);
  EXPECT_TRUE(index_first("\x1C\x53\xBB\x6B", "\x1F\x43\xB6\x75")) << "cues, clusters";
  EXPECT_EQ(contents_of(copy_), contents_of(folder_ / "a.webm")) << "the sound begins before the pictures as it did";
}

TEST_F(VideoCopyTest, IsTheSameWayUp) {
  const auto turned = folder_ / "turned.mov";
  ASSERT_EQ(
      said_by("ffmpeg -v error -y -i " + made({}).string() + " -c copy -metadata:s:v rotate=90 " + turned.string()),
      "");
  ASSERT_EQ(copy(turned), VideoFault::None);
  const auto probed = videos_.probe(copy_, {});
  EXPECT_EQ(std::pair(probed.width, probed.height), std::pair(90, 160));
}

TEST_F(VideoCopyTest, IsAsWideAsTheContainerSays) {
  const auto wide = folder_ / "wide.mp4";
  ASSERT_EQ(said_by("ffmpeg -v error -y -i " + made({}).string() + " -c copy -aspect 3:1 " + wide.string()), "");
  ASSERT_EQ(copy(wide), VideoFault::None);
  for (const auto& file : {wide, copy_}) {
    const auto probed = videos_.probe(file, {});
    EXPECT_EQ(std::pair(probed.width, probed.height), std::pair(270, 90)) << file;
  }
}

TEST_F(VideoCopyTest, OfWhatIsNoGoodVideoIsNotMade) {
  std::ofstream(folder_ / "text.mp4") << "no video at all, but longer than its head would be";
  const auto whole = bytes_of(made({}));
  std::ofstream(folder_ / "cut.mp4", std::ios::binary) << whole.substr(0, whole.size() / 2);
  for (const auto* name : {"text.mp4", "cut.mp4"}) {
    std::ofstream(copy_) << "of an earlier try";
    EXPECT_EQ(copy(folder_ / name), VideoFault::Broken);
    EXPECT_FALSE(std::filesystem::exists(copy_)) << name;
  }
}

// Whatever is in it, there is an answer, and no more is written than may be.
TEST_F(VideoCopyTest, BearsDamage) {
  for (const WantedVideo& wanted :
       {WantedVideo{.more = "-movflags +faststart"}, WantedVideo{.name = "a.webm", .codecs = "-c:v libvpx -an"}}) {
    const auto whole = bytes_of(made(wanted));
    for (unsigned seed = 1; seed <= 12; ++seed) {
      auto damaged = whole;
      unsigned state = seed;
      for (int i = 0; i < 30; ++i) {
        state = state * 1664525U + 1013904223U;
        damaged[(state >> 8U) % std::min<std::size_t>(damaged.size(), 4000)] = static_cast<char>(state >> 24U);
      }
      std::ofstream(folder_ / "damaged", std::ios::binary) << damaged;
      VideoFault fault{};
      ASSERT_NO_THROW(fault = copy(folder_ / "damaged")) << wanted.name << seed;
      EXPECT_EQ(std::filesystem::exists(copy_), fault == VideoFault::None);
    }
  }
}

TEST_F(VideoCopyTest, IsNoLargerThanItMayBe) {
  const auto file = made({});
  EXPECT_EQ(run_copy(file, "2000", copy_.c_str(), O_RDWR | O_CREAT).exit, RecoderExit::Broken);
  EXPECT_LE(std::filesystem::file_size(copy_), 2000U);
}

TEST_F(VideoCopyTest, IsUnavailableWhereTheDiskIsFullOrTheProgramMissing) {
  const auto file = made({});
  EXPECT_THROW(run_copy(file, "1000000", "/dev/full", O_RDWR), Unavailable);
  ProbedVideos nowhere(folder_ / "nothing");
  EXPECT_THROW(nowhere.copy_bare(file, copy_), Unavailable);
  EXPECT_FALSE(std::filesystem::exists(copy_));
}

// Message 5 is free words, 4 captions, 6 where one may begin to play; 0x80 ends a unit.
TEST(WithoutFreeWords, KeepsAllOtherMessages) {
  using video::without_free_words;
  using namespace std::string_literals;
  const auto place = "\5\x12"s + "sixteen of a uuid+"s;
  EXPECT_EQ(without_free_words("\6"s + place + "\x80"s), "");
  EXPECT_EQ(without_free_words("\6"s + place + "\6\1\xC4\x80"s), "\6\6\1\xC4\x80"s);
  EXPECT_EQ(without_free_words("\6\4\3abc"s + place + "\x80"s), "\6\4\3abc\x80"s);
  EXPECT_EQ(without_free_words("\6\4\3abc\x80"s), "\6\4\3abc\x80"s);
  EXPECT_EQ(without_free_words("\x65\5\x12 a picture"s), "\x65\5\x12 a picture"s);
  EXPECT_EQ(without_free_words(""), "");
}

TEST(WithoutFreeWords, CountsWithoutTheBytesThatAreThereForSafetyAndPutsThemBack) {
  using video::without_free_words;
  using namespace std::string_literals;
  const auto words = "\5\4\0\0\3\1x"s;     // 0 0 1 x
  const auto captions = "\4\4\0\0\3\2y"s;  // 0 0 2 y
  EXPECT_EQ(without_free_words("\6"s + words + captions + "\x80"s), "\6"s + captions + "\x80"s);
}

TEST(WithoutFreeWords, DropsMessagesThatCannotBeToldApart) {
  using video::without_free_words;
  using namespace std::string_literals;
  EXPECT_EQ(without_free_words("\6\4\x30too short\x80"s), "");
  EXPECT_EQ(without_free_words("\6\xFF\xFF"s), "");
}

}  // namespace
}  // namespace callboard::host
