// A dispatcher on a socket of its own, with a small site behind it.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "callboard/testing/recording_log.hpp"
#include "fastcgi_client.hpp"
#include "fcgi/dispatcher.hpp"
#include "fcgi/listener.hpp"
#include "temporary_folder.hpp"

namespace callboard::host {

using namespace std::chrono_literals;

using testing::TemporaryFolder;

// Holds requests to /gate until it is opened.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void await(int count) {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(changed_.wait_for(lock, 10s, [&] { return waiting_ >= count; }));
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

template <typename Condition>
bool becomes_true(Condition condition, std::chrono::milliseconds limit = 10s) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

class Served : public ::testing::Test {
 protected:
  void serve(DispatcherOptions options = {.threads = 4}, Answer answer = {}) {
    if (!answer) answer = [this](Request& request) { return site(request); };
    listener_.emplace(Listener::bind(folder_ / "socket"));
    dispatcher_.emplace(listener_->fd(), options, std::move(answer), Refuse{}, log_);
    dispatcher_->start();
  }
  void TearDown() override {
    gate_.open();
    dispatcher_.reset();
  }

  fastcgi::Client client() const { return fastcgi::Client(folder_ / "socket"); }

  Response site(Request& request) {
    if (request.path() == "/gate") gate_.pass();
    if (request.path() == "/length") return Response::text(std::to_string(request.body().size()));
    if (request.path() == "/echo") return Response::text(request.body());
    if (request.path() == "/throw") throw std::runtime_error("the secret reason");
    if (request.path() == "/memory") throw std::bad_alloc();
    return Response::text("hello");
  }

  bool logged(std::string_view event) const {
    const auto lines = log_.lines();
    return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.event == event; });
  }

  TemporaryFolder folder_;
  callboard::testing::RecordingLog log_;
  Gate gate_;
  std::optional<Listener> listener_;
  std::optional<Dispatcher> dispatcher_;
};

}  // namespace callboard::host
