#include "process/master.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <system_error>

#include "process/service_manager.hpp"

namespace callboard::host {
namespace {

constexpr int kSignals[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD};

sigset_t signal_set() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int number : kSignals) ::sigaddset(&set, number);
  return set;
}

std::string_view name_of(Role role) { return role == Role::Jobs ? "jobs" : "worker"; }

std::string describe(int status) {
  if (WIFEXITED(status)) return fmt::format("exit code {}", WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return fmt::format("signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  return fmt::format("status {}", status);
}

nlohmann::json details(const Child& child) {
  return {
      {"process", name_of(child.role)}, {"index", child.index}, {"pid", child.pid}, {"generation", child.generation}};
}

std::vector<char*> argument_list(const std::vector<std::string>& command) {
  std::vector<char*> list;
  for (const std::string& argument : command) list.push_back(const_cast<char*>(argument.c_str()));
  list.push_back(nullptr);
  return list;
}

// A program of its own must not begin with our signals blocked.
void unblock_signals() {
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
}

}  // namespace

Master::Master(MasterOptions options, Listener listener, int counters, Predecessor predecessor, Main worker, Main jobs,
               Log& log)
    : options_(std::move(options)),
      listener_(std::move(listener)),
      counters_(counters),
      worker_(std::move(worker)),
      jobs_(std::move(jobs)),
      log_(log),
      children_(options_.patience),
      current_(predecessor.children.empty() ? 0 : predecessor.generation),
      latest_(predecessor.generation) {
  for (unsigned i = 0; i < options_.workers; ++i) slots_.push_back({Role::Worker, i, Backoff(options_.backoff)});
  if (options_.jobs) slots_.push_back({Role::Jobs, 0, Backoff(options_.backoff)});
  for (const InheritedChild& old : predecessor.children) {
    const auto state = old.draining ? Child::State::Draining : Child::State::Serving;
    Child child{.pid = old.pid, .role = old.role, .index = old.index, .generation = current_, .state = state};
    if (old.draining) child.until = Clock::now() + options_.patience.drain;
    children_.adopt(std::move(child));
  }
}

int Master::run() {
  take_signals();
  if (!options_.pid_file.empty()) write_pid_file(options_.pid_file);
  start_generation();
  while (mode_ == Mode::Running || !children_.empty()) {
    wait_for_events();
    reap();
    restart_due();
    end_check_when_late();
    check_start();
  }
  listener_.close();
  if (!options_.pid_file.empty()) std::filesystem::remove(options_.pid_file);
  log_.info("master_ended", {{"exit_code", exit_code_}});
  return exit_code_;
}

void Master::take_signals() {
  ::prctl(PR_SET_NAME, "callboard");
  const sigset_t set = signal_set();
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  signals_ = UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals_) throw std::system_error(errno, std::generic_category(), "signalfd");
}

void Master::start_generation() {
  starting_ = ++latest_;
  for (Slot& slot : slots_) spawn(slot, *starting_);
}

void Master::spawn(Slot& slot, unsigned generation) {
  slot.restart_at.reset();
  const auto main = [this](WorkerContext& context) { return run_in_child(context); };
  try {
    children_.spawn(slot.role, slot.index, generation, listener_.fd(), main, [this] { signals_.reset(); });
  } catch (const std::system_error& error) {
    // Out of processes or descriptors: that may pass.
    log_.error("process_not_started", {{"process", name_of(slot.role)}, {"index", slot.index}, {"why", error.what()}});
    slot.restart_at = Clock::now() + slot.backoff.next(std::chrono::milliseconds(0)) + options_.backoff.first;
    return;
  }
  log_.info("process_started", details(children_.all().back()));
}

int Master::run_in_child(WorkerContext& context) const {
  try {
    return context.role() == Role::Jobs ? jobs_(context) : worker_(context);
  } catch (const std::exception& error) {
    log_.error("process_failed",
               {{"process", name_of(context.role())}, {"index", context.index()}, {"why", error.what()}});
    return EXIT_FAILURE;
  }
}

void Master::wait_for_events() {
  auto until = std::min(children_.escalate(), next_restart());
  if (check_ != 0) until = std::min(until, check_until_);
  std::vector<pollfd> waiting{{signals_.get(), POLLIN, 0}};
  for (const Child& child : children_.all()) {
    if (child.ready) waiting.push_back({child.ready.get(), POLLIN, 0});
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  const auto time = std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, 3'600'000);
  if (::poll(waiting.data(), waiting.size(), static_cast<int>(time)) <= 0) return;
  for (std::size_t i = 1; i < waiting.size(); ++i) {
    if (waiting[i].revents != 0) children_.read_ready(waiting[i].fd);
  }
  signalfd_siginfo info{};
  while (::read(signals_.get(), &info, sizeof(info)) == sizeof(info)) on_signal(static_cast<int>(info.ssi_signo));
}

void Master::on_signal(int number) {
  switch (number) {
    case SIGTERM:
    case SIGINT: return stop_all();
    case SIGQUIT: return drain_all();
    case SIGHUP: return reload();
    default: return;  // SIGCHLD: reap() follows in any case
  }
}

void Master::reap() {
  int status = 0;
  for (pid_t pid = ::waitpid(-1, &status, WNOHANG); pid > 0; pid = ::waitpid(-1, &status, WNOHANG)) {
    if (pid == check_) {
      on_check_done(status);
    } else if (children_.has(pid)) {
      on_exit(children_.forget(pid), status);
    }
  }
}

void Master::on_exit(const Child& child, int status) {
  auto facts = details(child);
  facts["how"] = describe(status);
  facts["lived_ms"] = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - child.started).count();
  if (!child.active()) return log_.info("process_ended", std::move(facts));
  log_.error("process_died", std::move(facts));
  if (mode_ != Mode::Running) return;
  if (child.generation == starting_) return start_failed("a process died before the generation was ready");
  restart_later(child);
}

void Master::restart_later(const Child& child) {
  if (Slot* const slot = slot_of(child)) {
    const auto lived = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - child.started);
    slot->restart_at = Clock::now() + slot->backoff.next(lived);
  }
}

// While a new generation starts, it is what will fill the places; when it fails they are due at once.
void Master::restart_due() {
  if (mode_ != Mode::Running || starting_) return;
  for (Slot& slot : slots_) {
    if (slot.restart_at && *slot.restart_at <= Clock::now()) spawn(slot, current_);
  }
}

Master::Clock::time_point Master::next_restart() const {
  auto next = Clock::time_point::max();
  if (mode_ != Mode::Running || starting_) return next;
  for (const Slot& slot : slots_) {
    if (slot.restart_at) next = std::min(next, *slot.restart_at);
  }
  return next;
}

Master::Slot* Master::slot_of(const Child& child) {
  for (Slot& slot : slots_) {
    if (slot.role == child.role && slot.index == child.index) return &slot;
  }
  return nullptr;
}

void Master::check_start() {
  if (!starting_ || mode_ != Mode::Running) return;
  std::size_t alive = 0;
  std::size_t ready = 0;
  for (const Child& child : children_.all()) {
    if (child.generation != starting_) continue;
    if (child.active()) ++alive;
    if (child.state == Child::State::Serving) ++ready;
  }
  if (ready == slots_.size()) return start_succeeded();
  if (alive < slots_.size()) start_failed("a process could not be started");
}

void Master::start_succeeded() {
  current_ = *starting_;
  starting_.reset();
  for (Slot& slot : slots_) slot.restart_at.reset();
  for (Child& child : children_.all()) {
    if (child.generation != current_ && child.active()) children_.drain(child);
  }
  log_.info("generation_ready", {{"generation", current_}});
  notify_ready();
  if (std::exchange(reload_again_, false)) reload();
}

void Master::start_failed(const std::string& why) {
  const unsigned failed = *std::exchange(starting_, std::nullopt);
  log_.error("generation_failed", {{"generation", failed}, {"why", why}, {"still_serving", current_}});
  for (Child& child : children_.all()) {
    if (child.generation == failed && child.active()) children_.stop(child);
  }
  if (current_ == 0) {
    exit_code_ = EXIT_FAILURE;
    return stop_all();
  }
  // The places of those that still serve are filled; the others are due.
  for (const Child& child : children_.all()) {
    Slot* const slot = child.generation == current_ && child.active() ? slot_of(child) : nullptr;
    if (slot != nullptr) slot->restart_at.reset();
  }
  notify_ready();
  if (std::exchange(reload_again_, false)) reload();
}

void Master::reload() {
  if (mode_ != Mode::Running) return;
  if (options_.command.empty()) return log_.warning("reload_refused", {{"why", "this program cannot replace itself"}});
  if (check_ != 0 || starting_) {
    reload_again_ = true;
    return;
  }
  notify_reloading();
  if (options_.check_command.empty()) return replace_self();
  check_until_ = Clock::now() + options_.check_time;
  check_ = ::fork();
  if (check_ == 0) {
    unblock_signals();
    ::execv(options_.check_command.front().c_str(), argument_list(options_.check_command).data());
    std::_Exit(127);
  }
  if (check_ < 0) {
    check_ = 0;
    log_.error("reload_refused", {{"why", std::strerror(errno)}});
    notify_ready();
  }
}

void Master::on_check_done(int status) {
  check_ = 0;
  if (mode_ != Mode::Running) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return replace_self();
  log_.error("reload_refused", {{"why", "the check failed: " + describe(status)}, {"still_serving", current_}});
  notify_ready();
  if (std::exchange(reload_again_, false)) reload();
}

void Master::end_check_when_late() {
  if (check_ == 0 || Clock::now() < check_until_) return;
  ::kill(check_, SIGKILL);
  check_until_ = Clock::time_point::max();
}

// The signals stay blocked through the exec, so none is lost between the two programs.
void Master::replace_self() {
  log_.info("reload", {{"generation", current_}});
  std::fflush(nullptr);
  Inheritance::leave(listener_, counters_, self());
  ::execv(options_.command.front().c_str(), argument_list(options_.command).data());
  const int error = errno;
  Inheritance::revoke(listener_, counters_);
  log_.error("reload_refused", {{"why", fmt::format("{}: {}", options_.command.front(), std::strerror(error))}});
  notify_ready();
}

Predecessor Master::self() const {
  Predecessor all{latest_};
  for (const Child& child : children_.all()) {
    all.children.push_back({child.pid, child.role, child.index, !child.active()});
  }
  return all;
}

void Master::stop_all() {
  if (mode_ != Mode::Stopping) log_.info("stopping");
  mode_ = Mode::Stopping;
  notify_stopping();
  listener_.close();
  if (check_ != 0) ::kill(check_, SIGKILL);
  for (Child& child : children_.all()) {
    if (child.state != Child::State::Stopping) children_.stop(child);
  }
}

void Master::drain_all() {
  if (mode_ != Mode::Running) return;
  log_.info("draining");
  mode_ = Mode::Draining;
  notify_stopping();
  listener_.close();
  if (check_ != 0) ::kill(check_, SIGKILL);
  for (Child& child : children_.all()) {
    if (child.active()) children_.drain(child);
  }
}

}  // namespace callboard::host
