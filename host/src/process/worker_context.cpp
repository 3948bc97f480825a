#include "process/worker_context.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>

namespace callboard::host {
namespace {

// By then a blocked signal is waiting, so that an order never gets lost.
sigset_t orders() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  ::sigaddset(&set, SIGQUIT);
  return set;
}

void name_process(Role role, unsigned index) {
  // The kernel keeps 15 characters.
  const std::string name = role == Role::Jobs ? "callboard-jobs" : fmt::format("callboard-w{}", index + 1);
  ::prctl(PR_SET_NAME, name.c_str());
}

// A connection takes two descriptors, and the usual soft limit is 1024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, 65536));
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

WorkerContext::WorkerContext(Role role, unsigned index, int listener, UniqueFd ready, pid_t master)
    : role_(role), index_(index), listener_(listener), ready_(std::move(ready)) {
  name_process(role, index);
  raise_descriptor_limit();
  const sigset_t set = orders();
  ::sigprocmask(SIG_SETMASK, &set, nullptr);
  for (const int ignored : {SIGINT, SIGHUP, SIGPIPE, SIGUSR1, SIGXFSZ}) ::signal(ignored, SIG_IGN);
  signals_ = UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals_) throw std::system_error(errno, std::generic_category(), "signalfd");
  // Before the question who the parent is: the master may die between the fork and here.
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != master) ::raise(SIGTERM);
}

void WorkerContext::ready() {
  const char byte = 1;
  [[maybe_unused]] const auto written = ::write(ready_.get(), &byte, 1);
  ready_.reset();
}

std::optional<Order> WorkerContext::wait(std::chrono::milliseconds limit) { return wait_beside(-1, limit); }

std::optional<Order> WorkerContext::wait_beside(int other, std::chrono::milliseconds limit) {
  pollfd waiting[] = {{signals_.get(), POLLIN, 0}, {other, POLLIN, 0}};
  const auto time = std::min<std::chrono::milliseconds>(limit, std::chrono::hours(1));
  if (::poll(waiting, 2, static_cast<int>(time.count())) <= 0) return std::nullopt;
  return next_order();
}

std::optional<Order> WorkerContext::next_order() {
  signalfd_siginfo info{};
  if (::read(signals_.get(), &info, sizeof(info)) != sizeof(info)) return std::nullopt;
  return info.ssi_signo == SIGQUIT ? Order::Drain : Order::Stop;
}

int serve_until_ordered(WorkerContext& context, Dispatcher& dispatcher, Log& log, std::chrono::milliseconds limit) {
  using std::chrono::hours;
  while (!dispatcher.wait(std::chrono::milliseconds(0))) {
    const auto order = context.wait_beside(dispatcher.done_fd(), hours(1));
    if (!order) continue;
    if (*order == Order::Drain) {
      dispatcher.drain();
      continue;
    }
    dispatcher.stop();
    if (dispatcher.wait(limit)) break;
    log.error("worker_stopped_by_force",
              {{"worker", context.index()}, {"open_connections", dispatcher.open_connections()}});
    std::_Exit(EXIT_FAILURE);
  }
  return EXIT_SUCCESS;
}

}  // namespace callboard::host
