// Spreads requests over threads. All of them wait on one epoll set that holds the listening socket and
// every idle connection; whoever gets a readable connection parses, answers and arms it again. So an
// idle kept connection costs no thread, and a request is never handed from one thread to another.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "callboard/services.hpp"
#include "fcgi/answer.hpp"
#include "fcgi/connections.hpp"
#include "fcgi/exchange.hpp"
#include "fcgi/turns.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {

struct DispatcherOptions {
  unsigned threads = 32;
  // A read or a write waits no longer than this; so half a request does not hold a thread.
  std::chrono::milliseconds io_timeout{10000};
  // Far beyond nginx's keepalive_timeout: nginx must be the one who closes.
  std::chrono::milliseconds idle_timeout{60000};
  std::size_t connections = 4096;  // beyond, nobody is accepted until one closes
  HeadLimits head = {};
  BodyPace body = {};
};

class Dispatcher {
 public:
  // `listener` is a non-blocking listening socket, borrowed; `log` outlives the dispatcher.
  // Throws std::system_error when the kernel refuses.
  Dispatcher(int listener, DispatcherOptions options, Answer answer, Refuse refuse, Log& log);
  // Stops, and waits for what is in flight however long it takes.
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // Starts the threads. Signals that the process waits for must be blocked before.
  void start();
  // No longer accepts, lets idle connections end, answers what is in flight and closes. Returns at once.
  void stop();
  // No longer accepts, but serves its connections until the other side has closed them all: nginx
  // never repeats a POST on a connection that we close under it. Returns at once.
  void drain();
  // True when, after stop() or drain(), all is done; false when the time is up before.
  bool wait(std::chrono::milliseconds limit);
  // Readable when all is done; for a poll beside other descriptors.
  int done_fd() const { return done_.get(); }

  std::size_t open_connections() const { return connections_.size(); }

 private:
  void work();
  void serve(Connection& connection);
  bool arm(Connection& connection, int operation);
  void accept_some(std::size_t most);
  bool accept_one();
  void admit(UniqueFd socket);
  void watch_listener();
  void pause_listening();
  void resume_listening();
  void stop_listening();
  void close(Connection& connection);
  void end_if_done();
  void keep_house();

  const int listener_;
  const DispatcherOptions options_;
  const Answer answer_;
  const Refuse refuse_;
  Log& log_;
  Turns turns_;
  const Exchange exchange_;

  UniqueFd epoll_;
  UniqueFd done_;  // written once: every thread ends
  Connections connections_;

  std::mutex accepting_;  // guards the three below, and accepting itself
  bool listening_ = false;
  bool paused_ = false;
  bool ended_listening_ = false;

  std::atomic<bool> stopping_{false};   // close instead of arming again
  std::atomic<bool> finishing_{false};  // end when the last connection has gone

  std::vector<std::thread> threads_;
  std::thread housekeeper_;
  std::mutex house_mutex_;
  std::condition_variable house_wakes_;
  bool house_ends_ = false;
};

}  // namespace callboard::host
