#include "password_hasher.hpp"

#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>

#include <callboard/errors.hpp>
#include <callboard/turn.hpp>

#include "legacy_hash.hpp"
#include "normal_password.hpp"

namespace accounts {

using callboard::Unavailable;

namespace {

constexpr int kNiceness = 10;
static_assert(PasswordHasher::Cost{}.operations == crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE);
static_assert(PasswordHasher::Cost{}.memory == crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE);

// Nobody's password is longer (password_rules.hpp), so nobody waits until a megabyte is hashed.
std::string_view bounded_password(std::string_view password) {
  constexpr std::size_t kMost = 4096;
  return password.substr(0, kMost);
}

std::string argon2id(std::string_view password, const PasswordHasher::Cost& cost) {
  const NormalPassword normal(password);
  char hash[crypto_pwhash_argon2id_STRBYTES];
  if (crypto_pwhash_argon2id_str(hash, normal.bytes().data(), normal.bytes().size(), cost.operations, cost.memory) !=
      0) {
    throw Unavailable("there is no memory to hash a password");
  }
  return hash;
}

bool argon2id_holds(const std::string& hash, std::string_view password) {
  const NormalPassword normal(password);
  errno = 0;
  if (crypto_pwhash_argon2id_str_verify(hash.c_str(), normal.bytes().data(), normal.bytes().size()) == 0) return true;
  if (errno == ENOMEM) throw Unavailable("there is no memory to verify a password");
  return false;
}

PasswordCheck check(const std::string& hash, std::string_view password, const PasswordHasher::Cost& cost) {
  if (!hash.starts_with(crypto_pwhash_argon2id_STRPREFIX)) {
    return legacy_hash_holds(hash, password) ? PasswordCheck::RightButOld : PasswordCheck::Wrong;
  }
  if (!argon2id_holds(hash, password)) return PasswordCheck::Wrong;
  const bool old = crypto_pwhash_argon2id_str_needs_rehash(hash.c_str(), cost.operations, cost.memory) != 0;
  return old ? PasswordCheck::RightButOld : PasswordCheck::Right;
}

unsigned thread_count(unsigned wanted) {
  if (wanted > 0) return wanted;
  return std::max(2U, std::thread::hardware_concurrency()) - 1;
}

}  // namespace

// Lies on the stack of the thread that waits for it.
struct PasswordHasher::Job {
  const std::function<void()>& work;
  std::exception_ptr failure = nullptr;
  bool started = false;
  bool done = false;
};

PasswordHasher::PasswordHasher(const Options& options) : options_(options) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

PasswordHasher::~PasswordHasher() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  jobs_or_end_.notify_all();
  for (auto& thread : threads_) thread.join();
}

std::string PasswordHasher::hash(std::string_view password) {
  std::string result;
  run([&] { result = argon2id(bounded_password(password), options_.cost); });
  return result;
}

PasswordCheck PasswordHasher::verify(std::string_view hash, std::string_view password) {
  auto result = PasswordCheck::Wrong;
  run([&] { result = check(std::string(hash), bounded_password(password), options_.cost); });
  return result;
}

void PasswordHasher::verify_nobody(std::string_view password) {
  run([&] { argon2id(bounded_password(password), options_.cost); });
}

void PasswordHasher::run(const std::function<void()>& work) {
  Job job{work};
  callboard::give_up_turn();
  std::unique_lock lock(mutex_);
  if (waiting_.size() >= options_.queue) throw Unavailable("too many passwords wait to be hashed");
  if (threads_.empty()) start();
  waiting_.push_back(&job);
  jobs_or_end_.notify_one();
  wait_for(lock, job);
  lock.unlock();
  if (job.failure) std::rethrow_exception(job.failure);
}

// What has begun is bounded_password work on this thread's own data, so it is waited for in any case.
void PasswordHasher::wait_for(std::unique_lock<std::mutex>& lock, Job& job) {
  if (!progress_.wait_for(lock, options_.patience, [&] { return job.started; })) {
    waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &job));
    throw Unavailable("a password waited too long to be hashed");
  }
  progress_.wait(lock, [&] { return job.done; });
}

void PasswordHasher::start() {
  const auto count = thread_count(options_.threads);
  while (threads_.size() < count) threads_.emplace_back([this] { serve(); });
}

void PasswordHasher::serve() {
  // On Linux niceness is a thread's own, and 0 is the calling thread.
  ::setpriority(PRIO_PROCESS, 0, ::getpriority(PRIO_PROCESS, 0) + kNiceness);
  std::unique_lock lock(mutex_);
  for (;;) {
    jobs_or_end_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    auto& job = *waiting_.front();
    waiting_.pop_front();
    job.started = true;
    lock.unlock();
    progress_.notify_all();
    try {
      job.work();
    } catch (...) {
      job.failure = std::current_exception();
    }
    lock.lock();
    job.done = true;
    progress_.notify_all();
  }
}

}  // namespace accounts
