// Routes that keep their thread for long.
#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "callboard/turn.hpp"
#include "site.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;

// Holds requests until it is opened.
class Gate {
 public:
  ~Gate() { open(); }
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  bool has(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] { return waiting_ >= count; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

class Heavy : public ::testing::Test {
 protected:
  Heavy() {
    site_.heavy = 2;
    site_.pages()
        .get("/gate", everyone,
             [this](const Request&, const Visitor&) {
               gate_.pass();
               return Response::text("passed");
             })
        .heavy = true;
    site_.pages().get("/own", signed_in, ok).heavy = true;
    site_.pages()
        .get("/throws", everyone,
             [](const Request&, const Visitor&) -> Response { throw std::runtime_error("it went wrong"); })
        .heavy = true;
    site_.pages().post("/form", everyone, ok).heavy = true;
    site_.pages().get("/heavy", everyone, ok).heavy = true;
    site_.pages().get("/light", everyone, ok);
    site_.pipeline();
  }

  Response get(const std::string& path) { return site_.answer(RequestBuilder(Method::Get, path)); }
  void fill_all_places() {
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { EXPECT_EQ(get("/gate").body(), "passed"); });
    ASSERT_TRUE(gate_.has(2));
  }
  void empty_all_places() {
    gate_.open();
    threads_.clear();
  }

  TestSite site_;
  std::vector<std::jthread> threads_;
  Gate gate_;
};

TEST_F(Heavy, RequestsBeyondThePlacesAreAskedToComeAgain) {
  fill_all_places();
  const auto refused = get("/heavy");
  EXPECT_EQ(refused.status(), HttpStatus::Unavailable);
  EXPECT_EQ(refused.headers().get("Retry-After"), "2");
  empty_all_places();
  EXPECT_EQ(get("/heavy").status(), HttpStatus::Ok);
}

TEST_F(Heavy, RequestsLeaveOthersAlone) {
  fill_all_places();
  EXPECT_EQ(get("/light").status(), HttpStatus::Ok);
}

TEST_F(Heavy, PlacesAreForThoseWhoMay) {
  fill_all_places();
  EXPECT_EQ(get("/own").status(), HttpStatus::SeeOther) << "a stranger is sent to sign in, and told nothing";
  EXPECT_EQ(site_.answer(RequestBuilder(Method::Get, "/own").cookie("session", "good")).status(),
            HttpStatus::Unavailable);
}

TEST_F(Heavy, PlacesAreTakenBeforeTheBodyIsRead) {
  fill_all_places();
  const auto form = RequestBuilder(Method::Post, "/form").form({{"csrf_token", "wrong"}});
  EXPECT_EQ(site_.answer(form).status(), HttpStatus::Unavailable);
  empty_all_places();
  EXPECT_EQ(site_.answer(form).status(), HttpStatus::Forbidden);
}

TEST_F(Heavy, PlacesComeBackHoweverTheRequestEnds) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(get("/throws").status(), HttpStatus::InternalError);
    EXPECT_EQ(site_.answer(RequestBuilder(Method::Post, "/form").form({})).status(), HttpStatus::Forbidden);
    EXPECT_EQ(get("/heavy").status(), HttpStatus::Ok);
  }
}

struct CountedTurn : Turn {
  void give_up() noexcept override { ++given_up; }
  int given_up = 0;
};

TEST_F(Heavy, RequestsGiveUpTheirTurn) {
  CountedTurn turn;
  Turn::set_for_this_thread(&turn);
  get("/light");
  EXPECT_EQ(turn.given_up, 0);
  get("/heavy");
  EXPECT_EQ(turn.given_up, 1);
  Turn::set_for_this_thread(nullptr);
}

}  // namespace
}  // namespace callboard::host
