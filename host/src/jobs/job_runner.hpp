// Runs the registered jobs in the jobs process: each on a thread of its own, so that none ever holds up
// another, and each under a lease, so that of all hosts one runs it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "callboard/registrar.hpp"
#include "callboard/services.hpp"
#include "jobs/job_leases.hpp"

namespace callboard::host {

struct JobRunnerOptions {
  std::chrono::milliseconds lease{60000};  // renewed while the job runs; a crashed host's job waits that long
  std::chrono::milliseconds tick{500};     // how often the clock is looked at
};

// Where a job runs. One that shares its work out by itself needs no lease.
enum class JobScope { OneHost, EveryHost };

class JobRunner {
 public:
  JobRunner(JobLeases& leases, const Clock& clock, Log& log, JobRunnerOptions options = {});
  // Waits for the jobs that run, however long they take; see stop().
  ~JobRunner();
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  // Before start(). `name` is unique among all plugins ("courses.reminders"), ASCII, at most 150
  // characters; otherwise std::invalid_argument.
  void add(std::string name, Job job, JobScope scope = JobScope::OneHost);
  void start();
  // Begins no further run and waits at most `bound` for those that run. False when some still do: they
  // are logged, and the process must then end by _exit(), without destructors; their leases run out.
  bool stop(std::chrono::milliseconds bound);

 private:
  struct Entry {
    std::string name;
    Job job;
    JobScope scope;
    std::thread thread;
    Time next{};         // when to look again
    std::string holder;  // of the lease while it runs; guarded by mutex_
    bool running = false;
    bool ended = false;
  };

  void serve(Entry& entry);
  std::chrono::milliseconds until_next(const Entry& entry) const;
  void look(Entry& entry);
  // When to look again.
  Time run_under_lease(Entry& entry);
  void run(Entry& entry);
  void set_running(Entry& entry, const std::string& holder, bool running);
  void renew_leases();
  void renew(const Entry& entry, const std::string& holder);
  bool wait_unless_stopping(std::chrono::milliseconds duration);
  void request_stop();

  JobLeases& leases_;
  const Clock& clock_;
  Log& log_;
  JobRunnerOptions options_;
  std::vector<std::unique_ptr<Entry>> entries_;
  std::thread renewer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
};

}  // namespace callboard::host
