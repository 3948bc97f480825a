#include "log/json_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "log/log_context.hpp"
#include "log/log_line.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

json line_of(const json& details, std::string_view event = "key_issued") {
  const Time at{std::chrono::microseconds(1'795'248'000'123'456)};
  const auto text = log_line({at, Log::Level::Warning, event, 7, "r1"}, details);
  EXPECT_LT(text.size(), kLogLineLimit);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  return json::parse(text);
}

class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  int in() const { return ends_[1]; }
  std::string read() const {
    std::string text(65536, '\0');
    const auto got = ::read(ends_[0], text.data(), text.size());
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
  }

 private:
  std::array<int, 2> ends_{};
};

TEST(LogLine, HasTheEventsMembersInFront) {
  const Time at{std::chrono::microseconds(1'795'248'000'123'456)};
  EXPECT_EQ(log_line({at, Log::Level::Info, "started", 7, {}}, {{"workers", 2}}),
            R"({"ts":"2026-11-21T08:00:00.123Z","level":"info","event":"started","pid":7,"workers":2})");
  EXPECT_EQ(line_of(json::object())["request"], "r1");
}

TEST(LogLine, EscapesWhatWouldBreakALine) {
  EXPECT_EQ(line_of({{"why", "a\nb\"c\\\x01 я"}})["why"], "a\nb\"c\\\x01 я");
  EXPECT_EQ(line_of({{"why",
                      "a\xFF"
                      "b"}})["why"],
            "a\xEF\xBF\xBD"
            "b");
}

TEST(LogLine, MasksWhatLooksLikeASecret) {
  const auto line =
      line_of({{"Password", "p1"}, {"a", {{{"device_token", "p2"}}}}, {"Set-Cookie", {"p3"}}, {"user", 7}});
  EXPECT_THAT(line.dump(), Not(HasSubstr("p1")));
  EXPECT_THAT(line.dump(), Not(HasSubstr("p2")));
  EXPECT_THAT(line.dump(), Not(HasSubstr("p3")));
  EXPECT_EQ(line["user"], 7);
}

TEST(LogLine, KeepsItsOwnMembersFromBeingForged) {
  const auto line = line_of({{"level", "debug"}, {"pid", 1}});
  EXPECT_EQ(line["level"], "warning");
  EXPECT_EQ(line["level_"], "debug");
  EXPECT_EQ(line["pid"], 7);
}

TEST(LogLine, CutsLongStringsWithoutBreakingACharacter) {
  std::string text = "x";
  for (int i = 0; i < 4000; ++i) text += "я";
  const auto cut = line_of({{"why", text}})["why"].get<std::string>();
  EXPECT_LE(cut.size(), 1030U);
  EXPECT_TRUE(cut.ends_with("я…"));
}

TEST(LogLine, StaysBoundedWhateverTheDetails) {
  json wide = json::object();
  for (int i = 0; i < 5000; ++i) wide["k" + std::to_string(i)] = std::string(5000, 'x');
  EXPECT_EQ(line_of(wide)["event"], "key_issued");
  json controls = json::object();
  for (int i = 0; i < 50; ++i)
    controls[std::string(200, static_cast<char>('a' + i % 26)) + std::to_string(i)] = std::string(100, '\x01');
  EXPECT_EQ(line_of(controls)["truncated"], true);
  json deep = 1;
  for (int i = 0; i < 1000; ++i) deep = json::array({std::move(deep)});
  line_of({{"deep", deep}});
  line_of("text");
  line_of({1, 2});
  line_of(nullptr, std::string(9000, 'e'));
}

TEST(JsonLog, WritesALinePerEventFromItsLevelUp) {
  const Pipe pipe;
  JsonLog log(Log::Level::Info, pipe.in());
  log.debug("unseen");
  log.info("seen", {{"n", 1}});
  const auto text = pipe.read();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_EQ(json::parse(text)["event"], "seen");
  EXPECT_EQ(json::parse(text)["pid"], ::getpid());
}

TEST(JsonLog, CarriesTheRequestOfItsThread) {
  const Pipe pipe;
  JsonLog log(Log::Level::Info, pipe.in());
  {
    const LogContext outer("r1");
    {
      const LogContext inner("r2");
      log.info("a");
    }
    EXPECT_EQ(json::parse(pipe.read())["request"], "r2");
    std::thread([&] { log.info("b"); }).join();
    EXPECT_FALSE(json::parse(pipe.read()).contains("request"));
    log.info("c");
    EXPECT_EQ(json::parse(pipe.read())["request"], "r1");
  }
  log.info("d");
  EXPECT_FALSE(json::parse(pipe.read()).contains("request"));
}

TEST(JsonLog, KeepsTheLinesOfManyThreadsWhole) {
  const Pipe pipe;
  JsonLog log(Log::Level::Info, pipe.in());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 50; ++n) log.info("tick", {{"by", i}, {"text", std::string(100, 'x')}});
    });
  }
  for (auto& thread : threads) thread.join();
  std::istringstream lines(pipe.read());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_EQ(json::parse(line)["event"], "tick");
  EXPECT_EQ(count, 200);
}

TEST(JsonLog, DoesNotStopTheWorkWhenNobodyReads) {
  const Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.in(), F_SETFL, O_NONBLOCK), 0);
  JsonLog log(Log::Level::Info, pipe.in());
  for (int n = 0; n < 20; ++n) log.info("tick", {{"text", std::string(1000, 'x')}, {"more", std::string(1000, 'x')}});
  JsonLog(Log::Level::Info, -1).info("to nowhere");
}

}  // namespace
}  // namespace callboard::host
