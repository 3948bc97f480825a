// What the removal may meet: others who store and use the same content, and its own death.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "media_fixture.hpp"

namespace callboard::host {
namespace {

// Dies before the given step.
class DyingRows : public SqlMediaRows {
 public:
  DyingRows(Database& database, int step) : SqlMediaRows(database), step_(step) {}
  bool doom(const DueMedia& media) override {
    die_at(0);
    const bool doomed = SqlMediaRows::doom(media);
    die_at(1);
    return doomed;
  }
  void erase(const std::string& name) override {
    die_at(2);
    SqlMediaRows::erase(name);
    die_at(3);
  }

 private:
  void die_at(int step) const {
    if (step == step_) ::raise(SIGKILL);
  }
  int step_;
};

class MediaRacesTest : public MediaTest {
 protected:
  // A removal in a process of its own that is killed before this step.
  void crash_at(int step) {
    const auto fresh = test_database().another();  // connects in the child: nothing is open across the fork
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      DyingRows rows(*fresh, step);
      const MediaFolder files(root());
      MediaCleaner(files, rows, clock(), log()).run();
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "step " << step;
    ASSERT_EQ(WTERMSIG(status), SIGKILL);
  }
};
CALLBOARD_ON_BOTH_ENGINES(MediaRacesTest);

TEST_P(MediaRacesTest, ARemovalThatWasKilledIsFinishedByTheNext) {
  for (const int step : {0, 1, 2, 3}) {
    const auto media = stored("content " + std::to_string(step));
    clock().advance(25h);
    crash_at(step);
    clean();
    EXPECT_FALSE(is_there(media)) << step;
    EXPECT_EQ(rows(), 0) << step;
  }
}

TEST_P(MediaRacesTest, WhatIsStoredAfterAKilledRemovalIsThere) {
  for (const int step : {0, 1, 2, 3}) {
    const auto content = "content " + std::to_string(step);
    stored(content);
    clock().advance(25h);
    crash_at(step);
    const auto media = stored(content);
    use(media, step);
    clean();
    EXPECT_EQ(content_of(media), content) << step;
  }
}

TEST_P(MediaRacesTest, ADoomedFileCannotBeUsed) {
  const auto media = stored("abc");
  clock().advance(25h);
  crash_at(1);
  EXPECT_TRUE(is_there(media));
  EXPECT_THROW(use(media, 7), Unavailable);
}

TEST_P(MediaRacesTest, AUseThatCameFirstSavesTheFile) {
  const auto media = stored("abc");
  clock().advance(25h);
  const auto due = store().rows().due(clock().now(), 10);
  ASSERT_THAT(due, SizeIs(1));
  use(media, 7);
  EXPECT_FALSE(store().rows().doom(due[0]));
  release(7);
  EXPECT_FALSE(store().rows().doom(due[0])) << "what it saw is over, even if nobody uses it";
}

// Whoever stored and used has the file, whatever the removals did in between.
TEST_P(MediaRacesTest, NeverLeaveAUseWithoutItsFile) {
  constexpr int kRounds = 60;
  constexpr int kUsers = 4;
  std::atomic<bool> done = false;
  std::atomic<int> wins = 0;
  store();
  std::vector<std::jthread> cleaners;
  for (int i = 0; i < 2; ++i) {
    cleaners.emplace_back([&] {
      while (!done) {
        clock().advance(25h);
        clean();
      }
    });
  }
  {
    std::vector<std::jthread> users;
    for (int user = 0; user < kUsers; ++user) {
      users.emplace_back([&, user] {
        for (int round = 0; round < kRounds; ++round) {
          const auto content = "content " + std::to_string(round % 3);
          try {
            const auto media = stored(content);
            use(media, user);
            EXPECT_EQ(content_of(media), content);
            ++wins;
            release(user);
          } catch (const Unavailable&) {  // refused cleanly: the removal came first
          }
        }
      });
    }
  }
  done = true;
  cleaners.clear();
  EXPECT_GT(wins, 0);
  clean();
  EXPECT_EQ(rows(), 0);
  EXPECT_THAT(files(), IsEmpty());
}

TEST_P(MediaRacesTest, OfManyWhoReplaceOnePictureOneIsLeft) {
  constexpr int kThreads = 6;
  store();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        for (int round = 0; round < 10; ++round) {
          try {
            use(stored(std::to_string(i) + " " + std::to_string(round)), 7);
          } catch (const Conflict&) {  // both were the first
          }
        }
      });
    }
  }
  clock().advance(25h);
  clean();
  EXPECT_THAT(files(), SizeIs(1));
  release(7);
  clean();
  EXPECT_THAT(files(), IsEmpty());
}

}  // namespace
}  // namespace callboard::host
