// How a dispatcher ends: at once (stop) or with its last connection (drain).
#include "served.hpp"

namespace callboard::host {
namespace {

using fastcgi::Client;

class EndingTest : public Served {};

TEST_F(EndingTest, StopsAtOnceWhenNothingIsInFlight) {
  serve();
  Client idle = client();
  ASSERT_EQ(idle.get("/").status, 200);
  dispatcher_->stop();
  EXPECT_TRUE(dispatcher_->wait(2s));
  EXPECT_TRUE(idle.closes_within(0ms));
}

TEST_F(EndingTest, StopsOnlyAfterWhatIsInFlightIsAnswered) {
  serve({.threads = 2});
  Client held = client();
  held.send(Client::request("GET", "/gate"));
  gate_.await(1);
  dispatcher_->stop();
  EXPECT_FALSE(dispatcher_->wait(100ms));
  gate_.open();
  EXPECT_EQ(held.receive().status, 200);
  EXPECT_TRUE(dispatcher_->wait(2s));
  EXPECT_TRUE(held.closes_within(0ms));
}

// What lies in the socket already when the stop comes was sent in good faith.
TEST_F(EndingTest, AnswersWhatHadArrivedWhenItStopped) {
  serve({.threads = 1});
  Client held = client();
  held.send(Client::request("GET", "/gate"));
  gate_.await(1);
  Client arrived = client();
  arrived.send(Client::request("GET", "/"));
  dispatcher_->stop();
  gate_.open();
  EXPECT_EQ(arrived.receive().status, 200);
  EXPECT_TRUE(dispatcher_->wait(2s));
}

TEST_F(EndingTest, DrainsUntilTheOtherSideHasClosedItsConnections) {
  serve();
  Client kept = client();
  ASSERT_EQ(kept.get("/").status, 200);
  dispatcher_->drain();
  for (int i = 0; i < 20; ++i) ASSERT_EQ(kept.post("/echo", "still here").body, "still here");
  EXPECT_FALSE(dispatcher_->wait(100ms));
  kept.close();
  EXPECT_TRUE(dispatcher_->wait(2s));
}

TEST_F(EndingTest, AcceptsWhoWaitsWhenTheDrainBegins) {
  serve({.threads = 1});
  Client held = client();
  held.send(Client::request("GET", "/gate"));
  gate_.await(1);
  Client waiting = client();
  dispatcher_->drain();
  gate_.open();
  EXPECT_EQ(waiting.get("/").status, 200);
}

TEST_F(EndingTest, AcceptsNobodyWhoComesLaterThanTheDrain) {
  serve();
  Client kept = client();
  ASSERT_EQ(kept.get("/").status, 200);
  dispatcher_->drain();
  Client late = client();
  late.send(Client::request("GET", "/"));
  EXPECT_THROW(late.receive(200ms), std::runtime_error);
  EXPECT_EQ(dispatcher_->open_connections(), 1U);
}

TEST_F(EndingTest, DrainsAtOnceWithoutAConnection) {
  serve();
  dispatcher_->drain();
  EXPECT_TRUE(dispatcher_->wait(2s));
}

TEST_F(EndingTest, StopsADrainThatTakesTooLong) {
  serve();
  Client kept = client();
  ASSERT_EQ(kept.get("/").status, 200);
  dispatcher_->drain();
  dispatcher_->stop();
  EXPECT_TRUE(dispatcher_->wait(2s));
}

TEST_F(EndingTest, StopsUnderLoadWithoutAHalfReply) {
  serve({.threads = 4});
  std::atomic<bool> half = false;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      try {
        Client kept = client();
        for (;;) {
          if (kept.get("/").body != "hello") half = true;
        }
      } catch (const fastcgi::Closed&) {
      } catch (const std::runtime_error&) {
        half = true;
      }
    });
  }
  ASSERT_TRUE(becomes_true([&] { return dispatcher_->open_connections() == 4; }));
  dispatcher_->stop();
  EXPECT_TRUE(dispatcher_->wait(5s));
  for (std::thread& thread : clients) thread.join();
  EXPECT_FALSE(half);
}

}  // namespace
}  // namespace callboard::host
