#include "hosted.hpp"

namespace callboard::host {
namespace {

class MasterTest : public Hosted {};

TEST_F(MasterTest, ServesOnceEveryProcessIsReady) {
  start_ready({{"workers", 2}});
  EXPECT_EQ(get("/version"), "1");
  EXPECT_EQ(get("/master"), std::to_string(master_));
  EXPECT_EQ(read("pid"), std::to_string(master_) + "\n");
  EXPECT_EQ(count("process_started"), 3U);  // two workers and the jobs process
}

TEST_F(MasterTest, EndsWithAnErrorWhenTheFirstGenerationDoesNotStart) {
  write("worker_fails", "");
  start();
  EXPECT_EQ(exit_code(10s), 1);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "socket"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "pid"));
}

TEST_F(MasterTest, EndsWithAnErrorWhenTheFirstGenerationIsNotReadyInTime) {
  write("worker_hangs", "");
  start({{"ready", 300}, {"stop", 300}});
  EXPECT_EQ(exit_code(10s), 1);
}

TEST_F(MasterTest, RestartsAKilledWorkerAtOnceAndThenMoreSlowly) {
  start_ready({{"workers", 1}, {"backoff", 400}});
  std::vector<std::chrono::milliseconds> waited;
  for (int i = 0; i < 3; ++i) {
    const pid_t killed = std::stoi(get("/pid"));
    const auto begin = std::chrono::steady_clock::now();
    ::kill(killed, SIGKILL);
    // Two more processes than before: this request waits in the socket's queue for the next worker.
    ASSERT_NE(get("/pid"), std::to_string(killed));
    waited.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin));
  }
  EXPECT_LT(waited[0], 350ms);
  EXPECT_GE(waited[1], 390ms);
  EXPECT_GE(waited[2], 780ms);
  EXPECT_EQ(count("process_died"), 3U);
}

TEST_F(MasterTest, StopsWithin5SecondsAndAnswersWhatIsInFlight) {
  start_ready();
  fastcgi::Client slow = client();
  slow.send(fastcgi::Client::request("GET", "/slow"));
  ASSERT_TRUE(becomes_true([&] { return count("slow_request_arrived") == 1; }));
  fastcgi::Client idle = client();
  ASSERT_EQ(idle.get("/").status, 200);
  signal(SIGTERM);
  EXPECT_EQ(slow.receive().status, 200);
  EXPECT_EQ(exit_code(5s), 0);
  EXPECT_TRUE(idle.closes_within(0ms));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "socket"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "pid"));
}

TEST_F(MasterTest, StopsWithin5SecondsThoughAWorkerIgnoresSigterm) {
  write("worker_is_deaf", "");
  start_ready();
  signal(SIGINT);
  EXPECT_EQ(exit_code(5500ms), 0);
  EXPECT_EQ(count("process_ended"), 3U);
}

TEST_F(MasterTest, DrainsOnSigquitUntilTheLastConnectionHasGone) {
  start_ready();
  fastcgi::Client kept = client();
  ASSERT_EQ(kept.get("/").status, 200);
  signal(SIGQUIT);
  ASSERT_TRUE(becomes_true([&] { return !std::filesystem::exists(folder_ / "socket"); }));
  EXPECT_EQ(kept.get("/").status, 200);
  EXPECT_FALSE(exit_code(300ms));
  kept.close();
  EXPECT_EQ(exit_code(5s), 0);
}

TEST_F(MasterTest, ReplacesTheGenerationWithoutLosingTheSocketOrAConnection) {
  start_ready();
  fastcgi::Client kept = client();
  const std::string old_worker = kept.get("/pid").body;
  write("version", "2");
  signal(SIGHUP);
  ASSERT_TRUE(becomes_true([&] {
    EXPECT_EQ(client().get("/").status, 200);
    return count("generation_ready") == 2;
  })) << log();
  EXPECT_TRUE(becomes_true([&] { return get("/version") == "2"; }));
  EXPECT_EQ(kept.get("/pid").body, old_worker) << "a kept connection stays with its worker";
  EXPECT_EQ(get("/master"), std::to_string(master_)) << "the master keeps its process id";
  kept.close();
  EXPECT_TRUE(becomes_true([&] { return count("process_ended") == 3; })) << log();
}

TEST_F(MasterTest, ReloadsAgainAndAgain) {
  start_ready();
  for (std::size_t i = 2; i <= 6; ++i) {
    signal(SIGHUP);
    ASSERT_TRUE(becomes_true([&] { return count("generation_ready") == i; })) << log();
    ASSERT_EQ(client().get("/").status, 200);
  }
  signal(SIGTERM);
  EXPECT_EQ(exit_code(5s), 0);
}

TEST_F(MasterTest, CarriesTheCountersThroughAReload) {
  start_ready();
  get("/count");
  signal(SIGHUP);
  ASSERT_TRUE(becomes_true([&] { return count("generation_ready") == 2; }));
  get("/count");
  EXPECT_NE(get("/metrics").find("hits_total 2\n"), std::string::npos) << get("/metrics");
}

TEST_F(MasterTest, KeepsTheOldGenerationWhenTheCheckFails) {
  start_ready();
  write("version", "2");
  write("check_fails", "");
  signal(SIGHUP);
  ASSERT_TRUE(becomes_true([&] { return count("reload_refused") == 1; }));
  EXPECT_EQ(get("/version"), "1");
  EXPECT_EQ(count("process_started"), 3U);
}

TEST_F(MasterTest, KeepsTheOldGenerationWhenTheNewOneDies) {
  start_ready();
  write("version", "2");
  write("worker_fails", "");
  signal(SIGHUP);
  ASSERT_TRUE(becomes_true([&] { return count("generation_failed") == 1; })) << log();
  EXPECT_EQ(get("/version"), "1");
  remove("worker_fails");
  signal(SIGHUP);
  ASSERT_TRUE(becomes_true([&] { return count("generation_ready") == 2; })) << log();
  EXPECT_TRUE(becomes_true([&] { return get("/version") == "2"; }));
}

TEST_F(MasterTest, KeepsTheOldGenerationWhenTheNewOneIsNotReadyInTime) {
  // The first generation has to be ready in that time as well, on a busy machine too.
  start_ready({{"ready", 5000}, {"stop", 200}});
  write("version", "2");
  write("worker_hangs", "");
  signal(SIGHUP);
  ASSERT_TRUE(becomes_true([&] { return count("generation_failed") == 1; })) << log();
  EXPECT_EQ(get("/version"), "1");
  // A master that is killed before it has killed those who hang leaves them behind.
  EXPECT_TRUE(becomes_true([&] { return count("process_died") + count("process_ended") == 3; })) << log();
}

TEST_F(MasterTest, EndsAnOldWorkerThatDrainsForTooLong) {
  start_ready({{"drain", 300}});
  fastcgi::Client kept = client();
  ASSERT_EQ(kept.get("/").status, 200);
  signal(SIGHUP);
  EXPECT_TRUE(kept.closes_within(10s));
  EXPECT_TRUE(becomes_true([&] { return count("process_ended") == 3; })) << log();
}

TEST_F(MasterTest, IsFollowedByItsWorkersWhenItIsKilled) {
  start_ready();
  events("");
  ASSERT_EQ(started_.size(), 3U);
  signal(SIGKILL);
  for (const pid_t pid : started_) EXPECT_TRUE(becomes_true([&] { return !alive(pid); })) << pid;
}

TEST_F(MasterTest, IsFollowedByItsWorkersWhenItIsKilledAfterAReload) {
  start_ready();
  fastcgi::Client kept = client();  // keeps a worker of the first generation alive
  ASSERT_EQ(kept.get("/").status, 200);
  signal(SIGHUP);
  ASSERT_TRUE(becomes_true([&] { return count("generation_ready") == 2; }));
  signal(SIGKILL);
  EXPECT_TRUE(kept.closes_within(10s));
  for (const pid_t pid : started_) EXPECT_TRUE(becomes_true([&] { return !alive(pid); })) << pid;
}

}  // namespace
}  // namespace callboard::host
