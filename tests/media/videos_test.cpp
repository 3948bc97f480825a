#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/errors.hpp"
#include "media/probed_videos.hpp"
#include "picture_maker.hpp"
#include "process/unique_fd.hpp"
#include "temporary_folder.hpp"
#include "video_maker.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;

constexpr const char* kH264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

bool is_red(const std::array<int, 4>& p) { return p[0] > 190 && p[1] < 70 && p[2] < 70; }
bool is_blue(const std::array<int, 4>& p) { return p[0] < 70 && p[1] < 70 && p[2] > 190; }

class VideosTest : public ::testing::Test {
 protected:
  std::filesystem::path made(const WantedVideo& wanted) const { return make_video(folder_.path(), wanted); }
  std::filesystem::path written(std::string_view content) const {
    std::ofstream(folder_ / "written.mp4", std::ios::binary) << content;
    return folder_ / "written.mp4";
  }
  static std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  VideoFault fault_of(const std::filesystem::path& file) { return videos_.probe(file, rules_).fault; }

  const testing::TemporaryFolder folder_;
  VideoRules rules_;
  ProbedVideos videos_{VIDEO};
};

TEST_F(VideosTest, TakesWhatBrowsersPlay) {
  const std::vector<std::pair<WantedVideo, std::string>> all = {
      {{}, "video/mp4"},
      {{.name = "a.mov"}, "video/mp4"},
      {{.name = "a.mp4", .codecs = "-c:v libsvtav1 -preset 12 -pix_fmt yuv420p -c:a libopus"}, "video/mp4"},
      {{.name = "a.mp4", .codecs = std::string(kH264) + " -c:a libmp3lame"}, "video/mp4"},
      {{.name = "a.mp4", .codecs = std::string(kH264) + " -an"}, "video/mp4"},
      {{.name = "a.webm", .codecs = "-c:v libvpx -c:a libvorbis"}, "video/webm"},
      {{.name = "a.webm", .codecs = "-c:v libvpx-vp9 -deadline realtime -c:a libopus"}, "video/webm"}};
  for (const auto& [wanted, type] : all) {
    const auto video = videos_.probe(made(wanted), rules_);
    EXPECT_EQ(video.fault, VideoFault::None) << wanted.name << wanted.codecs;
    EXPECT_EQ(video.content_type, type);
    EXPECT_EQ("a." + video.ending, wanted.name);
    EXPECT_EQ(std::pair(video.width, video.height), std::pair(160, 90));
    EXPECT_NEAR(static_cast<double>(video.duration.count()), 2000, 100);
  }
}

TEST_F(VideosTest, RefusesWhatBrowsersDoNotPlay) {
  for (const WantedVideo& wanted : {WantedVideo{.codecs = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -c:a aac"},
                                    WantedVideo{.codecs = "-c:v libx264 -preset ultrafast -pix_fmt yuv444p -c:a aac"},
                                    WantedVideo{.codecs = "-c:v mpeg4 -c:a aac"},
                                    WantedVideo{.name = "a.mov", .codecs = std::string(kH264) + " -c:a pcm_s16le"}}) {
    EXPECT_EQ(fault_of(made(wanted)), VideoFault::UnknownCodec) << wanted.codecs;
  }
  EXPECT_EQ(fault_of(made({.name = "a.m4a", .codecs = "-vn -c:a aac"})), VideoFault::NoPictures);
  EXPECT_EQ(fault_of(made({.name = "a.mkv"})), VideoFault::UnknownFormat);
}

TEST_F(VideosTest, KnowsAFileByItsContentWhateverItsName) {
  using namespace std::string_literals;
  const auto heic = picture_maker::make({.format = ".heic"});
  for (const auto& content : {""s, "text"s, "PK\x03\x04\x14\0\0\0\x08\0a zip is no video, whatever it is called"s,
                              "<!doctype html><video src=x></video>"s, "GIF89a............."s, heic}) {
    EXPECT_EQ(fault_of(written(content)), VideoFault::UnknownFormat) << content.substr(0, 8);
  }
}

// A list of other files, which libavformat would follow, and what it says is a protocol.
TEST_F(VideosTest, ReachesNothingButTheFile) {
  const UniqueFd listener(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener.get(), 1), 0);
  socklen_t length = sizeof address;
  ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length);
  const auto url = fmt::format("http://127.0.0.1:{}/x.ts", ntohs(address.sin_port));
  for (const auto& list : {"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + url + "\n#EXT-X-ENDLIST\n",
                           "ffconcat version 1.0\nfile " + url + "\n", "<MPD><BaseURL>" + url + "</BaseURL></MPD>"}) {
    EXPECT_EQ(fault_of(written(list)), VideoFault::UnknownFormat);
    EXPECT_FALSE(videos_.poster(written(list), {100, 100}));
  }
  pollfd asked{listener.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&asked, 1, 0), 0);
}

TEST_F(VideosTest, KnowsATruncatedVideo) {
  for (const auto* order : {"", "-movflags +faststart"}) {  // its index at the end, and at the beginning
    const auto whole = content_of(made({.more = order}));
    for (const auto part : {0.3, 0.95}) {
      const auto cut = whole.substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * part));
      EXPECT_EQ(fault_of(written(cut)), VideoFault::Broken) << order << part;
    }
  }
}

// Whatever is in it, there is an answer, and it comes in time.
TEST_F(VideosTest, BearsDamage) {
  const auto whole = content_of(made({}));
  for (unsigned seed = 1; seed <= 12; ++seed) {
    auto damaged = whole;
    unsigned state = seed;
    for (int i = 0; i < 200; ++i) {
      state = state * 1664525U + 1013904223U;
      damaged[(state >> 8U) % damaged.size()] = static_cast<char>(state >> 24U);
    }
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_NO_THROW(fault_of(written(damaged))) << seed;
    EXPECT_NO_THROW(videos_.poster(written(damaged), {100, 100})) << seed;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s) << seed;
  }
}

TEST_F(VideosTest, KeepsToItsLimits) {
  const auto file = made({});
  rules_.most_bytes = std::filesystem::file_size(file) - 1;
  EXPECT_EQ(fault_of(file), VideoFault::TooLarge);
  rules_ = {};
  rules_.most_pixels = 160 * 90 - 1;
  EXPECT_EQ(fault_of(file), VideoFault::TooManyPixels);
  rules_ = {};
  rules_.longest = 1s;
  EXPECT_EQ(fault_of(file), VideoFault::TooLong);
}

// As a browser records it.
TEST_F(VideosTest, FindsTheLengthOfWhatHasNoneInItsHead) {
  const auto video =
      videos_.probe(made({.name = "a.webm", .codecs = "-c:v libvpx -an", .through_a_pipe = true}), rules_);
  EXPECT_EQ(video.fault, VideoFault::None);
  EXPECT_NEAR(static_cast<double>(video.duration.count()), 2000, 250);
}

TEST_F(VideosTest, TurnsAVideoUpright) {
  make_video(folder_.path(), {});
  const auto turned = folder_ / "turned.mp4";
  ASSERT_EQ(std::system(fmt::format("ffmpeg -loglevel error -nostdin -y -i {} -c copy -metadata:s:v rotate=90 {}",
                                    (folder_ / "a.mp4").string(), turned.string())
                            .c_str()),
            0);
  const auto video = videos_.probe(turned, rules_);
  EXPECT_EQ(std::pair(video.width, video.height), std::pair(90, 160));
  const auto poster = videos_.poster(turned, {500, 500});
  ASSERT_TRUE(poster);
  const auto seen = picture_maker::look(poster->content);
  EXPECT_EQ(std::pair(seen.width, seen.height), std::pair(90, 160));
  EXPECT_TRUE(is_red(seen.at(45, 20))) << "a quarter turn clockwise: left becomes top";
  EXPECT_TRUE(is_blue(seen.at(45, 140)));
}

TEST_F(VideosTest, MakesAPosterInTheSizeThatIsWanted) {
  const auto file = made({});
  struct Case {
    PictureSize size;
    std::pair<int, int> expected;
    const char* loader;
  };
  for (const auto& [size, expected, loader] :
       {Case{{80, 80}, {80, 45}, "webpload_buffer"}, Case{{1000, 1000}, {160, 90}, "webpload_buffer"},
        Case{{60, 60, true}, {60, 60}, "webpload_buffer"},
        Case{{81, 81, false, PictureEncoding::Jpeg}, {81, 46}, "jpegload_buffer"}}) {
    const auto poster = videos_.poster(file, size);
    ASSERT_TRUE(poster);
    EXPECT_EQ(std::pair(poster->width, poster->height), expected);
    const auto seen = picture_maker::look(poster->content);
    EXPECT_EQ(seen.loader, loader);
    EXPECT_EQ(std::pair(seen.width, seen.height), expected);
    EXPECT_TRUE(is_red(seen.at(5, seen.height / 2)));
    EXPECT_TRUE(is_blue(seen.at(seen.width - 5, seen.height / 2)));
  }
}

TEST_F(VideosTest, MakesNoPosterOfTheDarkBeforeTheCurtainRises) {
  const auto file = made({.filter = "drawbox=w=160:h=90:color=black:t=fill:enable='lt(t,1.8)'", .seconds = 3});
  const auto poster = videos_.poster(file, {160, 90});
  ASSERT_TRUE(poster);
  EXPECT_TRUE(is_red(picture_maker::look(poster->content).at(10, 45)));
}

TEST_F(VideosTest, IsUnavailableWithoutItsProgram) {
  ProbedVideos nowhere(folder_ / "nothing");
  EXPECT_THROW(nowhere.probe(written("x"), rules_), Unavailable);
  EXPECT_THROW(nowhere.poster(written("x"), {100, 100}), Unavailable);
}

TEST(TextOfVideoFault, TellsWhatToDo) {
  VideoRules rules;
  EXPECT_TRUE(text_of(VideoFault::None, rules).empty());
  EXPECT_EQ(text_of(VideoFault::UnknownFormat, rules).english(), "The video must be an MP4, MOV or WebM file.");
  EXPECT_EQ(text_of(VideoFault::TooLarge, rules).english(), "The video is larger than 2048 MB.");
  EXPECT_EQ(text_of(VideoFault::TooLong, rules).english(), "The video is longer than 180 minutes.");
}

}  // namespace
}  // namespace callboard::host
