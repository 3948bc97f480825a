#include "jobs/job_runner.hpp"

#include <sodium.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "mail/random_name.hpp"

namespace callboard::host {
namespace {

// Up to a tenth of `every`, so that hosts which were started together do not all ask at the same moment.
std::chrono::microseconds jitter(std::chrono::seconds every) {
  constexpr std::chrono::microseconds kMost = std::chrono::seconds(30);
  const auto span = std::min(std::chrono::microseconds(every) / 10, kMost);
  return std::chrono::microseconds(randombytes_uniform(static_cast<std::uint32_t>(span.count()) + 1));
}

// What is wrong now is asked again soon, though not at once.
Time soon(Time now, const Job& job) {
  constexpr std::chrono::seconds kPatience{30};
  return now + std::min<std::chrono::microseconds>(job.every, kPatience);
}

bool is_job_name(const std::string& name) {
  return !name.empty() && name.size() <= 150 &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

JobRunner::JobRunner(JobLeases& leases, const Clock& clock, Log& log, JobRunnerOptions options)
    : leases_(leases), clock_(clock), log_(log), options_(options) {}

JobRunner::~JobRunner() {
  request_stop();
  for (auto& entry : entries_) {
    if (entry->thread.joinable()) entry->thread.join();
  }
  if (renewer_.joinable()) renewer_.join();
}

void JobRunner::add(std::string name, Job job, JobScope scope) {
  if (!is_job_name(name)) throw std::invalid_argument("\"" + name + "\" cannot be a job's name");
  if (!job.run || job.every < std::chrono::seconds(1)) {
    throw std::invalid_argument("the job " + name + " needs something to run, and an interval of at least a second");
  }
  const bool taken =
      std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry->name == name; });
  if (taken) throw std::invalid_argument("two jobs are called " + name);
  auto entry = std::make_unique<Entry>();
  entry->name = std::move(name);
  entry->job = std::move(job);
  entry->scope = scope;
  entries_.push_back(std::move(entry));
}

void JobRunner::start() {
  for (auto& entry : entries_) entry->thread = std::thread([this, &one = *entry] { serve(one); });
  renewer_ = std::thread([this] { renew_leases(); });
}

void JobRunner::request_stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

bool JobRunner::stop(std::chrono::milliseconds bound) {
  request_stop();
  const auto ended = [&] {
    return std::all_of(entries_.begin(), entries_.end(),
                       [](const auto& entry) { return entry->ended || !entry->thread.joinable(); });
  };
  std::unique_lock lock(mutex_);
  if (changed_.wait_for(lock, bound, ended)) return true;
  for (const auto& entry : entries_) {
    if (!entry->ended && entry->thread.joinable()) log_.error("job_did_not_stop", {{"job", entry->name}});
  }
  return false;
}

bool JobRunner::wait_unless_stopping(std::chrono::milliseconds duration) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, duration, [&] { return stopping_; });
}

// A tick at most, so that a clock that was set is noticed.
std::chrono::milliseconds JobRunner::until_next(const Entry& entry) const {
  constexpr std::chrono::milliseconds kLeast{5};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(entry.next - clock_.now());
  return std::clamp(left, kLeast, std::max(kLeast, options_.tick));
}

void JobRunner::serve(Entry& entry) {
  do {
    look(entry);
  } while (wait_unless_stopping(until_next(entry)));
  const std::lock_guard lock(mutex_);
  entry.ended = true;
  changed_.notify_all();
}

void JobRunner::look(Entry& entry) {
  const auto now = clock_.now();
  if (now < entry.next) return;
  try {
    if (entry.scope == JobScope::OneHost) {
      entry.next = run_under_lease(entry);
    } else {
      run(entry);
      entry.next = clock_.now() + entry.job.every;
    }
  } catch (const std::exception& error) {
    entry.next = soon(now, entry.job);
    log_.error("job_lease_failed", {{"job", entry.name}, {"error", error.what()}});
  } catch (...) {
    entry.next = soon(now, entry.job);
    log_.error("job_lease_failed", {{"job", entry.name}});
  }
}

Time JobRunner::run_under_lease(Entry& entry) {
  const auto now = clock_.now();
  // Asked first, since a question writes nothing.
  const auto ready = leases_.ready_at(entry.name);
  if (ready > now) return std::min(ready, now + entry.job.every) + jitter(entry.job.every);
  const auto holder = random_name();
  if (!leases_.take(entry.name, holder, now, now + options_.lease)) return soon(now, entry.job);
  set_running(entry, holder, true);
  run(entry);
  set_running(entry, {}, false);
  const auto due = clock_.now() + entry.job.every;
  if (!leases_.release(entry.name, holder, due)) log_.warning("job_outlived_its_lease", {{"job", entry.name}});
  return due + jitter(entry.job.every);
}

// A job that throws has simply run: its next turn comes as usual.
void JobRunner::run(Entry& entry) {
  try {
    entry.job.run();
  } catch (const std::exception& error) {
    log_.error("job_failed", {{"job", entry.name}, {"error", error.what()}});
  } catch (...) {
    log_.error("job_failed", {{"job", entry.name}, {"error", "something that is no std::exception"}});
  }
}

void JobRunner::set_running(Entry& entry, const std::string& holder, bool running) {
  const std::lock_guard lock(mutex_);
  entry.holder = holder;
  entry.running = running;
}

// Goes on while jobs are being waited for at the end: until the last one has ended.
void JobRunner::renew_leases() {
  const auto all_ended = [&] {
    return std::all_of(entries_.begin(), entries_.end(), [](const auto& entry) { return entry->ended; });
  };
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, options_.lease / 3, all_ended)) {
    std::vector<std::pair<const Entry*, std::string>> running;
    for (const auto& entry : entries_) {
      if (entry->running) running.emplace_back(entry.get(), entry->holder);
    }
    lock.unlock();
    for (const auto& [entry, holder] : running) renew(*entry, holder);
    lock.lock();
  }
}

void JobRunner::renew(const Entry& entry, const std::string& holder) {
  try {
    leases_.renew(entry.name, holder, clock_.now() + options_.lease);
  } catch (const std::exception& error) {
    log_.warning("job_lease_not_renewed", {{"job", entry.name}, {"error", error.what()}});
  }
}

}  // namespace callboard::host
