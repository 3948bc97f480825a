#include "cli/serve.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <system_error>

#include "callboard/temporary_file.hpp"
#include "jobs/job_runner.hpp"
#include "jobs/sql_job_leases.hpp"
#include "limits/sweep_job.hpp"
#include "log/json_log.hpp"
#include "mail/mail_service.hpp"
#include "media/media_cleaner.hpp"
#include "process/master.hpp"
#include "runtime/runtime.hpp"
#include "upkeep/host_lock.hpp"

namespace callboard::host {
namespace {

constexpr std::chrono::milliseconds kStopTime{4500};  // of the 5 s that SIGTERM promises

int run_worker(WorkerContext& context, const Settings& settings, Log& log, SharedCounters& counters) {
  Runtime runtime(settings, log, counters);
  const auto& pipeline = runtime.pipeline();
  DispatcherOptions options;
  options.threads = settings.server.threads + settings.server.heavy;
  options.io_timeout = settings.server.io_timeout;
  Dispatcher dispatcher(
      context.listener(), options,
      [&](Request& request) {
        runtime.site().refresh();
        return pipeline.answer(request);
      },
      [&](const RequestHead& head, const Error& error) { return pipeline.refuse(head, error); }, log);
  dispatcher.start();
  context.ready();
  return serve_until_ordered(context, dispatcher, log, kStopTime);
}

Job with_the_site(Job job, StoredSite& site) {
  job.run = [run = std::move(job.run), &site] {
    site.refresh();
    run();
  };
  return job;
}

int run_jobs(WorkerContext& context, const Settings& settings, Log& log, SharedCounters& counters) {
  Runtime runtime(settings, log, counters);
  SqlJobLeases leases(runtime.database());
  const auto sender = make_mail_sender(settings, runtime.outbox(), runtime.clock(), log);
  MediaCleaner cleaner(runtime.media().folder(), runtime.media().rows(), runtime.clock(), log);
  JobRunner runner(leases, runtime.clock(), log);
  add_mail_job(runner, *sender);
  add_rate_limit_job(runner, runtime.rate_limiter());
  add_media_job(runner, cleaner);
  add_partial_files_job(runner, runtime.partial_files(), runtime.clock(), log);
  add_backup_job(runner, runtime.upkeep(), settings.database);
  for (auto& job : runtime.plugins().jobs()) runner.add(job.name, with_the_site(job, runtime.site()));
  runner.start();
  context.ready();
  while (!context.wait(std::chrono::hours(1))) {
  }
  sender->stop();
  if (!runner.stop(kStopTime)) ::_exit(0);  // a job is stuck: its lease runs out, another process takes it up
  return 0;
}

MasterOptions master_options(const Invocation& invocation, const Settings& settings) {
  MasterOptions options;
  options.workers = settings.server.workers;
  options.pid_file = settings.server.pid_file;
  options.check_command = invocation.command("check");
  options.command = invocation.command("serve");
  return options;
}

// A host that would fail at its first request does not start: the same check as before a reload.
bool passes_check(const Invocation& invocation) {
  const auto command = invocation.command("check");
  std::vector<char*> arguments;
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t pid = 0;
  if (const int error = ::posix_spawn(&pid, arguments[0], nullptr, nullptr, arguments.data(), environ)) {
    throw std::system_error(error, std::generic_category(), "cannot run the check");
  }
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// What a child throws at start must be told, whoever reads the log; the master counts it as a failure.
template <typename Run>
Children::Main guarded(Run run, Log& log) {
  return [run, &log](WorkerContext& context) {
    try {
      return run(context);
    } catch (const std::exception& error) {
      log.error("process_failed", {{"problem", error.what()}});
      return 1;
    }
  };
}

}  // namespace

int serve(const Invocation& invocation) {
  const auto settings = invocation.settings();
  JsonLog log(settings.log.level);
  for (const auto& warning : settings.warnings) log.warning("configuration", {{"warning", warning}});
  std::filesystem::create_directories(settings.server.data_dir);

  auto inherited = Inheritance::take();
  const auto running = HostLock::of_a_host(settings.server.data_dir);
  if (!running) throw std::runtime_error("a backup is being restored; start again when that is done");
  if (!inherited) SlowStatements::forget(settings.server.data_dir);
  if (!inherited && !passes_check(invocation)) return 1;
  auto listener = [&] {
    if (inherited) return std::move(inherited->listener);
    if (auto socket = Listener::from_systemd()) return std::move(*socket);
    return Listener::bind(settings.server.listen);
  }();
  auto counters = inherited ? SharedCounters::attach(std::move(inherited->counters)) : SharedCounters::create();
  if (!inherited) sweep_temporary_files(settings.server.data_dir / "uploads");

  const auto worker = [&](WorkerContext& context) { return run_worker(context, settings, log, counters); };
  const auto jobs = [&](WorkerContext& context) { return run_jobs(context, settings, log, counters); };
  Master master(master_options(invocation, settings), std::move(listener), counters.fd(),
                inherited ? std::move(inherited->predecessor) : Predecessor{}, guarded(worker, log), guarded(jobs, log),
                log);
  return master.run();
}

}  // namespace callboard::host
