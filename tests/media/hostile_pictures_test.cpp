// Pictures that are made to do harm.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include "pictures_fixture.hpp"
#include "svg_text.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;

struct Cost {
  long kilobytes = 0;                // the most that the recoder had resident
  std::chrono::milliseconds time{};  // of a processor: what else the machine does is not measured
  PictureFault fault = PictureFault::None;
};

std::chrono::milliseconds milliseconds_of(const timeval& time) {
  return std::chrono::milliseconds(time.tv_sec * 1000 + time.tv_usec / 1000);
}

// A sanitizer's own memory comes on top.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long kSanitizers = 8;
#else
constexpr long kSanitizers = 1;
#endif

class HostilePicturesTest : public PicturesTest {
 protected:
  // In a process of its own, whose only child is the recoder.
  Cost cost_of(const std::string& content, const std::string& name) {
    const auto file = upload(content, name);
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      Cost cost;
      try {
        cost.fault = VipsPictures(RECODER).recode(file, rules_).fault;
      } catch (const std::exception&) {
        ::_exit(1);
      }
      rusage used{};
      ::getrusage(RUSAGE_CHILDREN, &used);
      cost.time = milliseconds_of(used.ru_utime) + milliseconds_of(used.ru_stime);
      cost.kilobytes = used.ru_maxrss;
      ::_exit(::write(ends[1], &cost, sizeof cost) == sizeof cost ? 0 : 1);
    }
    ::close(ends[1]);
    Cost cost;
    EXPECT_EQ(::read(ends[0], &cost, sizeof cost), static_cast<ssize_t>(sizeof cost));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    RecordProperty("kilobytes", static_cast<int>(cost.kilobytes));
    RecordProperty("milliseconds", static_cast<int>(cost.time.count()));
    return cost;
  }
  static std::string svg(std::string_view inside, std::string_view attributes = R"(width="100" height="60")") {
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>)", attributes,
        inside);
  }
  static constexpr std::string_view kHalves =
      R"(<rect width="50" height="60" fill="#f00"/><rect x="50" width="50" height="60" fill="#00f"/>)";
};

TEST_F(HostilePicturesTest, ABombIsRefusedByItsHeader) {
  const auto bomb = picture_maker::make_png_bomb(30000, 30000);
  ASSERT_LT(bomb.size(), 300'000u);
  const auto cost = cost_of(bomb, "a.png");
  EXPECT_EQ(cost.fault, PictureFault::TooManyPixels);
  EXPECT_LT(cost.kilobytes, kSanitizers * 100 * 1024);
  EXPECT_LT(cost.time, 5s);
}

TEST_F(HostilePicturesTest, WhatIsJustAllowedStaysInBounds) {
  const auto cost = cost_of(picture_maker::make_png_bomb(7000, 7000), "a.png");
  EXPECT_EQ(cost.fault, PictureFault::None);
  EXPECT_LT(cost.kilobytes, kSanitizers * 300 * 1024);
}

TEST_F(HostilePicturesTest, AnSvgBecomesABitmapWithoutScripts) {
  const auto seen = recoded(svg(std::string(kHalves) + "<script>document.write('x')</script>"), "a.svg");
  EXPECT_EQ(seen.width, 100);
  EXPECT_TRUE(is_red(seen.at(10, 30)));
  EXPECT_TRUE(is_blue(seen.at(90, 30)));
}

TEST_F(HostilePicturesTest, AnSvgReachesNoFile) {
  const auto green = folder() / "green.svg";
  std::ofstream(green) << svg(R"(<rect width="100" height="60" fill="#0f0"/>)");
  for (const auto& link : {green.string(), "file://" + green.string(), std::string("green.svg")}) {
    for (const auto* inside :
         {R"(<image width="100" height="60" xlink:href="{}"/>)",
          R"(<svg:image xmlns:svg="http://www.w3.org/2000/svg" width="100" height="60" href="{}"/>)",
          R"(<use xlink:href="{}"/>)",
          R"(<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}" parse="xml"/>)"}) {
      const auto text = svg(std::string(kHalves) + fmt::format(fmt::runtime(inside), link));
      const auto result = recode(text, "a.svg");
      if (result.fault == PictureFault::Broken) continue;  // refused, which is as good
      EXPECT_TRUE(is_red(look(result.sizes.at(0).content).at(10, 30))) << text;
    }
  }
}

TEST_F(HostilePicturesTest, AnSvgReachesNoNetwork) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  socklen_t length = sizeof address;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  const auto url = fmt::format("http://127.0.0.1:{}/x.png", ntohs(address.sin_port));
  recode(svg(fmt::format(R"svg(<image width="9" height="9" href="{0}"/><style>@import url({0});</style>
      <rect width="9" height="9" fill="url({0}#a)"/>)svg",
                         url)),
         "a.svg");
  pollfd asked{listener, POLLIN, 0};
  EXPECT_EQ(::poll(&asked, 1, 0), 0);
  ::close(listener);
}

TEST_F(HostilePicturesTest, EntitiesAreRefused) {
  std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a0 \"lol\">";
  for (int i = 1; i < 10; ++i) {
    std::string ten;
    for (int j = 0; j < 10; ++j) ten += fmt::format("&a{};", i - 1);
    bomb += fmt::format("<!ENTITY a{} \"{}\">", i, ten);
  }
  const auto cost = cost_of(bomb + "]>" + svg("<text>&a9;</text>"), "a.svg");
  EXPECT_EQ(cost.fault, PictureFault::Broken);
  EXPECT_LT(cost.time, 2s);
}

TEST_F(HostilePicturesTest, ADoctypeAloneIsNoHarm) {
  const std::string doctype = R"(<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" )"
                              R"("http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">)";
  EXPECT_TRUE(is_red(recoded(doctype + svg(kHalves), "a.svg").at(10, 30)));
}

// Each level uses the one below ten times.
TEST_F(HostilePicturesTest, AnSvgThatMultipliesItselfEndsInTime) {
  std::string levels = R"(<g id="l0"><rect width="1" height="1"/></g>)";
  for (int i = 1; i < 10; ++i) {
    levels += fmt::format("<g id=\"l{}\">", i);
    for (int j = 0; j < 10; ++j) levels += fmt::format("<use xlink:href=\"#l{}\" x=\"{}\"/>", i - 1, j);
    levels += "</g>";
  }
  const auto cost = cost_of(svg("<defs>" + levels + "</defs><use xlink:href=\"#l9\"/>"), "a.svg");
  EXPECT_LT(cost.time, 30s);
  EXPECT_LT(cost.kilobytes, kSanitizers * 1536 * 1024);
}

TEST_F(HostilePicturesTest, AnSvgWithHugeFiltersEndsInTime) {
  std::string filters;
  for (int i = 0; i < 200; ++i) {
    filters += R"(<feTurbulence baseFrequency="0.9" numOctaves="99"/><feMorphology radius="400"/>
                  <feGaussianBlur stdDeviation="900"/>)";
  }
  rules_.sizes = {{4000, 4000, false}};
  const auto cost = cost_of(svg("<filter id=\"f\" x=\"-9\" y=\"-9\" width=\"99\" height=\"99\">" + filters +
                                    "</filter><rect width=\"4000\" height=\"4000\" filter=\"url(#f)\"/>",
                                R"(width="4000" height="4000")"),
                            "a.svg");
  EXPECT_EQ(cost.fault, PictureFault::Broken);
  EXPECT_LT(cost.time, 30s);
  EXPECT_LT(cost.kilobytes, kSanitizers * 1536 * 1024);
}

TEST_F(HostilePicturesTest, AHugeSvgIsDrawnAsLargeAsItIsWanted) {
  const auto cost =
      cost_of(svg(R"(<rect width="30000" height="30000" fill="#f00"/>)", R"(width="30000" height="30000")"), "a.svg");
  EXPECT_EQ(cost.fault, PictureFault::None);
  EXPECT_LT(cost.kilobytes, kSanitizers * 200 * 1024);
}

TEST_F(HostilePicturesTest, AnSvgOfTooMuchTextIsRefused) {
  EXPECT_EQ(recode(svg("<!--" + std::string(3 * 1024 * 1024, 'x') + "-->"), "a.svg").fault, PictureFault::Broken);
}

TEST_F(HostilePicturesTest, APolyglotComesOutClean) {
  const auto result = recode(make({}) + "GIF89a<html><script>alert('polyglot')</script></html>", "a.jpg");
  ASSERT_EQ(result.fault, PictureFault::None);
  EXPECT_EQ(result.sizes[0].content.find("polyglot"), std::string::npos);
  EXPECT_EQ(result.sizes[0].content.find("html"), std::string::npos);
}

// Two files in one: a picture from the front, an archive from the end, a page where somebody looks for one.
TEST_F(HostilePicturesTest, APolyglotComesOutCleanAsAJpegToo) {
  rules_.sizes = {{500, 500, false, PictureEncoding::Jpeg}};
  const auto result = recode(make({}) + "PK\x03\x04<html><script>alert('polyglot')</script></html>PK\x05\x06", "a.jpg");
  ASSERT_EQ(result.fault, PictureFault::None);
  for (const auto* part : {"polyglot", "html", "PK\x03\x04", "PK\x05\x06"}) {
    EXPECT_EQ(result.sizes[0].content.find(part), std::string::npos) << part;
  }
}

TEST(DisarmedSvg, HasNothingThatLoads) {
  std::string text = R"(<svg><image href="a"/><s:image></s:image><feImage /><xi:include
      href="b"/><imagery/><title>image</title></svg>)";
  ASSERT_TRUE(recoder::disarm(text));
  EXPECT_EQ(text, R"(<svg><xxxxx href="a"/><s:xxxxx></s:xxxxx><xxxxxxx /><xi:xxxxxxx
      href="b"/><imagery/><title>image</title></svg>)");
}

TEST(DisarmedSvg, IsNoneWhereItCouldHideSomething) {
  for (const std::string declared : {"UTF-7", "UTF-16", "IBM037", ""}) {
    std::string text = "<?xml version='1.0' encoding='" + declared + "'?><svg/>";
    EXPECT_FALSE(recoder::disarm(text)) << declared;
  }
  for (const std::string declared : {"UTF-8", "utf-8", "windows-1251", "ISO-8859-5"}) {
    std::string text = "<?xml version='1.0' encoding='" + declared + "'?><svg/>";
    EXPECT_TRUE(recoder::disarm(text)) << declared;
  }
  std::string wide("<\0s\0v\0g\0/\0>\0", 12);
  EXPECT_FALSE(recoder::disarm(wide));
}

// In processor time: what else the machine does is not measured.
TEST(DisarmedSvg, TakesTimeInProportionToItsLength) {
  std::string text(2 * 1024 * 1024, '<');
  const auto begin = std::clock();
  recoder::disarm(text);
  EXPECT_LT(std::clock() - begin, kSanitizers * 2 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace callboard::host
