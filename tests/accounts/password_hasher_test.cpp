#include "password_hasher.hpp"

#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <callboard/errors.hpp>

namespace accounts {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSlowHash =  // some 100 ms of work
    "pbkdf2:sha256:260000$kGEs9BYzLscNzvGz$82d5083683734710d1f543238e5700563a583f0b00149bc534ab9dc03760d281";

std::vector<std::string> tasks_of_this_process() {
  std::vector<std::string> tasks;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    tasks.push_back(task.path().filename().string());
  }
  return tasks;
}

TEST(PasswordHasher, VerifiesWhatItHashedAndNothingElse) {
  PasswordHasher hasher;
  const auto hash = hasher.hash("correct horse 9");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
  EXPECT_EQ(hasher.verify(hash, "correct horse 9"), PasswordCheck::Right);
  EXPECT_EQ(hasher.verify(hash, "Correct horse 9"), PasswordCheck::Wrong);
  EXPECT_EQ(hasher.verify(hash, ""), PasswordCheck::Wrong);
  EXPECT_NE(hasher.hash("correct horse 9"), hash) << "the salt is fresh";
}

TEST(PasswordHasher, FindsAWeakerHashRightButOld) {
  char weak[crypto_pwhash_STRBYTES];
  ASSERT_EQ(crypto_pwhash_str(weak, "correct horse 9", 15, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), 0);
  PasswordHasher hasher;
  EXPECT_EQ(hasher.verify(weak, "correct horse 9"), PasswordCheck::RightButOld);
  EXPECT_EQ(hasher.verify(weak, "correct horse 8"), PasswordCheck::Wrong);
}

TEST(PasswordHasher, TakesTheMemoryThatItIsTold) {
  PasswordHasher frugal({.cost = {.memory = 19 << 20}}), lavish;
  const auto hash = frugal.hash("correct horse 9");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_EQ(frugal.verify(hash, "correct horse 9"), PasswordCheck::Right);
  EXPECT_EQ(lavish.verify(hash, "correct horse 9"), PasswordCheck::RightButOld);
}

TEST(PasswordHasher, FindsAHashOfAnOldSystemRightButOld) {
  PasswordHasher hasher;
  EXPECT_EQ(hasher.verify(kSlowHash, "correct horse 9"), PasswordCheck::RightButOld);
  EXPECT_EQ(hasher.verify(kSlowHash, "correct horse 8"), PasswordCheck::Wrong);
}

TEST(PasswordHasher, FindsNoPasswordInWhatIsNoHash) {
  PasswordHasher hasher;
  for (const std::string none : {"", "password", "$argon2id$", "$argon2id$v=19$m=65536,t=2,p=1$AAAA", "$2b$12$abc"}) {
    EXPECT_EQ(hasher.verify(none, "password"), PasswordCheck::Wrong) << none;
    EXPECT_EQ(hasher.verify(none, none), PasswordCheck::Wrong) << none;
  }
}

TEST(PasswordHasher, TakesTheSamePasswordFromEveryKeyboard) {
  PasswordHasher hasher;
  const auto hash = hasher.hash("caf\u00e9 \u0439\u00a0oui");  // composed, with a no-break space
  EXPECT_EQ(hasher.verify(hash, "cafe\u0301 \u0438\u0306 oui"), PasswordCheck::Right);
  EXPECT_EQ(hasher.verify(hash, "cafe \u0439 oui"), PasswordCheck::Wrong);
}

// In processor time, of which a busy machine takes nothing away.
TEST(PasswordHasher, WorksForANameThatNobodyHasAsMuchAsForAnother) {
  PasswordHasher hasher;
  const auto hash = hasher.hash("correct horse 9");
  const auto work_of = [](const auto& work) {
    const auto before = std::clock();
    for (int i = 0; i < 5; ++i) work();
    return static_cast<double>(std::clock() - before);
  };
  const auto known = work_of([&] { hasher.verify(hash, "wrong horse 9"); });
  const auto unknown = work_of([&] { hasher.verify_nobody("wrong horse 9"); });
  EXPECT_GT(unknown / known, 0.5);
  EXPECT_LT(unknown / known, 2.0);
}

TEST(PasswordHasher, HasNoThreadBeforeItsFirstUse) {
  const auto before = tasks_of_this_process().size();
  PasswordHasher hasher({.threads = 3});
  EXPECT_EQ(tasks_of_this_process().size(), before);
  hasher.verify("none", "password");
  EXPECT_EQ(tasks_of_this_process().size(), before + 3);
}

TEST(PasswordHasher, HashesAtALowerPriorityThanTheRestOfTheProcess) {
  PasswordHasher hasher({.threads = 1});
  const auto before = tasks_of_this_process();
  const int usual = ::getpriority(PRIO_PROCESS, 0);
  hasher.verify("none", "password");
  for (const auto& task : tasks_of_this_process()) {
    const bool ours = std::find(before.begin(), before.end(), task) == before.end();
    EXPECT_EQ(::getpriority(PRIO_PROCESS, static_cast<id_t>(std::stoul(task))), ours ? std::min(usual + 10, 19) : usual)
        << task;
  }
}

// How many of six who come at once are sent away.
int refused_of_six(PasswordHasher& hasher) {
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 6; ++i) {
    callers.emplace_back([&] {
      try {
        hasher.verify(kSlowHash, "correct horse 9");
      } catch (const callboard::Unavailable&) {
        ++refused;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  return refused;
}

TEST(PasswordHasher, RefusesAtOnceWhenTooManyWait) {
  PasswordHasher hasher({.threads = 1, .queue = 1});
  const int refused = refused_of_six(hasher);
  EXPECT_GE(refused, 1);
  EXPECT_LE(refused, 5);
  EXPECT_EQ(hasher.verify(kSlowHash, "correct horse 9"), PasswordCheck::RightButOld) << "it serves again afterwards";
}

TEST(PasswordHasher, GivesUpOnATurnThatDoesNotCome) {
  PasswordHasher hasher({.threads = 1, .queue = 64, .patience = 1ms});
  EXPECT_GE(refused_of_six(hasher), 1);
}

TEST(PasswordHasher, ServesManyCallersAtOnce) {
  PasswordHasher hasher({.threads = 2, .patience = 10min});  // the machine may be busy
  std::atomic<int> right = 0;
  const auto hash = hasher.hash("correct horse 9");
  std::vector<std::thread> callers;
  for (int i = 0; i < 12; ++i) {
    callers.emplace_back([&, i] {
      const auto check = hasher.verify(hash, i % 2 == 0 ? "correct horse 9" : "wrong horse 9");
      if ((check == PasswordCheck::Right) == (i % 2 == 0)) ++right;
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(right, 12);
}

}  // namespace
}  // namespace accounts
