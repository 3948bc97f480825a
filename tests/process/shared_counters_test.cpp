#include "process/shared_counters.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

namespace callboard::host {
namespace {

bool shows(const SharedCounters& counters, const std::string& line) {
  return counters.prometheus().find(line + "\n") != std::string::npos;
}

template <typename Work>
pid_t in_child(Work work) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    work();
    std::_Exit(0);
  }
  return pid;
}

int status_of(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return status;
}

TEST(SharedCounters, GivesOneCounterForOneName) {
  SharedCounters counters = SharedCounters::create();
  Counter& first = counters.counter("keys_total", "Keys.");
  EXPECT_EQ(&first, &counters.counter("keys_total", "Keys."));
  first.add();
  first.add(2);
  EXPECT_TRUE(shows(counters, "keys_total 3"));
}

TEST(SharedCounters, TellsOtherProcessesByACountersNumber) {
  SharedCounters counters = SharedCounters::create();
  auto& number = counters.number("changes_total", "Changes.");
  EXPECT_EQ(&number, &counters.number("changes_total", "Changes."));
  status_of(in_child([&] { counters.number("changes_total", "Changes.").fetch_add(2); }));
  counters.counter("changes_total", "Changes.").add();
  EXPECT_EQ(number.load(), 3U);
  EXPECT_TRUE(shows(counters, "changes_total 3"));
}

TEST(SharedCounters, CountsOfSeveralProcessesTogether) {
  SharedCounters counters = SharedCounters::create();
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(in_child([&] {
      for (int n = 0; n < 10000; ++n) counters.counter("hits_total", "Hits.").add();
      counters.counter(fmt::format("child_total{{number=\"{}\"}}", i), "Children.").add();
    }));
  }
  for (const pid_t pid : children) EXPECT_EQ(status_of(pid), 0);
  EXPECT_TRUE(shows(counters, "hits_total 40000"));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(shows(counters, fmt::format("child_total{{number=\"{}\"}} 1", i)));
}

TEST(SharedCounters, AddsEachNameOnceThoughManyProcessesRace) {
  SharedCounters counters = SharedCounters::create();
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(in_child([&] {
      for (int n = 0; n < 300; ++n) counters.counter(fmt::format("c{}_total", n), "C.").add();
    }));
  }
  for (const pid_t pid : children) EXPECT_EQ(status_of(pid), 0);
  for (int n = 0; n < 300; ++n) EXPECT_TRUE(shows(counters, fmt::format("c{}_total 4", n))) << n;
}

TEST(SharedCounters, SurvivesProcessesThatAreKilledWhileTheyAdd) {
  SharedCounters counters = SharedCounters::create();
  for (int round = 0; round < 50; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const pid_t pid = in_child([&] {
      // A table of its own names would be full at once, so it adds under one lock over and over.
      [[maybe_unused]] const auto told = ::write(ends[1], "x", 1);
      for (unsigned n = 0;; ++n) counters.counter(fmt::format("r{}_{}_total", round, n % 100000), "R.").add();
    });
    char byte = 0;
    ASSERT_EQ(::read(ends[0], &byte, 1), 1);
    ::kill(pid, SIGKILL);
    EXPECT_TRUE(WIFSIGNALED(status_of(pid)));
    ::close(ends[0]);
    ::close(ends[1]);
    // Must neither hang nor crash.
    counters.counter("survivor_total", "Survivors.").add();
  }
  EXPECT_TRUE(shows(counters, "survivor_total 50"));
}

TEST(SharedCounters, CountsWhatDoesNotFitAsDropped) {
  SharedCounters counters = SharedCounters::create();
  for (std::size_t i = 0; i < SharedCounters::kMost + 10; ++i)
    counters.counter(fmt::format("c{}_total", i), "C.").add();
  EXPECT_TRUE(shows(counters, "c0_total 1"));
  EXPECT_TRUE(shows(counters, fmt::format("callboard_metrics_dropped_total {}", 11)));
}

TEST(SharedCounters, RendersEachFamilyOnceForPrometheus) {
  SharedCounters counters = SharedCounters::create();
  counters.counter("keys_total{result=\"ok\"}", "Keys \\ and\nlines.").add(2);
  counters.counter("other_total", "Others.");
  counters.counter("keys_total{result=\"refused\"}", "Keys.").add(1);
  EXPECT_NE(counters.prometheus().find("# HELP keys_total Keys \\\\ and\\nlines.\n"
                                       "# TYPE keys_total counter\n"
                                       "keys_total{result=\"ok\"} 2\n"
                                       "keys_total{result=\"refused\"} 1\n"
                                       "# HELP other_total Others.\n"),
            std::string::npos)
      << counters.prometheus();
}

TEST(SharedCounters, RefusesANameThatPrometheusWouldNotTake) {
  SharedCounters counters = SharedCounters::create();
  for (const char* name : {"", "1_total", "a-b", "a b", "a{", "a{x}", "a{x=\"1\"", "a{x=\"1\n\"}", "\xd0\xb0"}) {
    EXPECT_THROW(counters.counter(name, ""), std::invalid_argument) << name;
  }
  EXPECT_THROW(counters.counter(std::string(SharedCounters::kLongestName + 1, 'a'), ""), std::invalid_argument);
  EXPECT_NO_THROW(counters.counter(std::string(SharedCounters::kLongestName, 'a'), std::string(5000, 'h')));
}

TEST(SharedCounters, IsFoundAgainThroughItsDescriptor) {
  SharedCounters first = SharedCounters::create();
  first.counter("kept_total", "Kept.").add(7);
  SharedCounters second = SharedCounters::attach(UniqueFd(::dup(first.fd())));
  second.counter("kept_total", "Kept.").add(1);
  EXPECT_TRUE(shows(first, "kept_total 8"));
}

TEST(SharedCounters, BeginsAnewWhereTheDescriptorHoldsNoTable) {
  EXPECT_TRUE(shows(SharedCounters::attach(UniqueFd()), "callboard_metrics_dropped_total 0"));
  EXPECT_TRUE(shows(SharedCounters::attach(UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC))),
                    "callboard_metrics_dropped_total 0"));
}

}  // namespace
}  // namespace callboard::host
