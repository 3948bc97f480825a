// Passwords and their hashes: argon2id by libsodium (INTERACTIVE: some 60 ms and 64 MiB each), and the hashes of the
// old systems (legacy_hash.hpp). The work is done by a few threads of its own, at a lower priority, so that many
// sign-ins wait for one another and slow nothing else. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace accounts {

enum class PasswordCheck {
  Wrong,
  Right,
  RightButOld,  // right, and to be hashed anew: the hash is of an old system or of weaker parameters
};

class PasswordHasher {
 public:
  // Of a new hash; one that cost something else is right but old.
  struct Cost {
    unsigned long long operations = 2;
    std::size_t memory = std::size_t{64} << 20;
  };
  struct Options {
    unsigned threads = 0;                        // 0: one less than there are cores, at least one
    std::size_t queue = 256;                     // how many may wait
    std::chrono::milliseconds patience{10'000};  // how long one may wait for its turn
    Cost cost = {};
  };

  PasswordHasher() : PasswordHasher(Options{}) {}
  explicit PasswordHasher(const Options& options);
  ~PasswordHasher();
  PasswordHasher(const PasswordHasher&) = delete;
  PasswordHasher& operator=(const PasswordHasher&) = delete;

  // All three throw Unavailable where too many wait already, or the turn does not come, or memory is short.
  // A text that is no hash holds no password.
  std::string hash(std::string_view password);
  PasswordCheck verify(std::string_view hash, std::string_view password);
  // The same work, and so the same time, for a name that nobody has.
  void verify_nobody(std::string_view password);

 private:
  struct Job;

  void run(const std::function<void()>& work);
  void wait_for(std::unique_lock<std::mutex>& lock, Job& job);
  void start();  // at the first use: a process that never hashes has no threads for it
  void serve();

  const Options options_;
  std::mutex mutex_;
  std::condition_variable jobs_or_end_;
  std::condition_variable progress_;
  std::deque<Job*> waiting_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace accounts
