#include "process/children.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace callboard::host {
namespace {

// Runs in the child and never returns: what the master would do on its way out is not the child's.
[[noreturn]] void run_child(const std::function<int()>& main) {
  int code = EXIT_FAILURE;
  try {
    code = main();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "callboard: a process ended by an error: %s\n", error.what());
  }
  std::fflush(nullptr);
  std::_Exit(code);
}

}  // namespace

void Children::spawn(Role role, unsigned index, unsigned generation, int listener, const Main& main,
                     const std::function<void()>& close_in_child) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  std::fflush(nullptr);
  const pid_t master = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid == 0) {
    run_child([&] {
      read_end.reset();
      children_.clear();
      close_in_child();
      WorkerContext context(role, index, listener, std::move(write_end), master);
      return main(context);
    });
  }
  Child child{.pid = pid, .role = role, .index = index, .generation = generation, .ready = std::move(read_end)};
  child.until = child.started + patience_.ready;
  children_.push_back(std::move(child));
}

void Children::adopt(Child child) { children_.push_back(std::move(child)); }

bool Children::has(pid_t pid) const {
  return std::any_of(children_.begin(), children_.end(), [&](const Child& child) { return child.pid == pid; });
}

Child Children::forget(pid_t pid) {
  const auto found =
      std::find_if(children_.begin(), children_.end(), [&](const Child& child) { return child.pid == pid; });
  Child child = std::move(*found);
  children_.erase(found);
  return child;
}

void Children::drain(Child& child) {
  ::kill(child.pid, SIGQUIT);
  child.state = Child::State::Draining;
  child.until = Child::Clock::now() + patience_.drain;
}

void Children::stop(Child& child) {
  ::kill(child.pid, SIGTERM);
  child.state = Child::State::Stopping;
  child.until = Child::Clock::now() + patience_.stop;
}

Child::Clock::time_point Children::escalate() {
  const auto now = Child::Clock::now();
  auto next = Child::Clock::time_point::max();
  for (Child& child : children_) {
    if (child.until <= now) {
      if (child.state == Child::State::Draining) {
        stop(child);
      } else {
        ::kill(child.pid, SIGKILL);
        child.until = Child::Clock::time_point::max();
      }
    }
    next = std::min(next, child.until);
  }
  return next;
}

void Children::read_ready(int fd) {
  for (Child& child : children_) {
    if (child.ready.get() != fd) continue;
    char byte = 0;
    const bool said = ::read(fd, &byte, 1) == 1;
    child.ready.reset();
    if (!said || child.state != Child::State::Starting) return;
    child.state = Child::State::Serving;
    child.until = Child::Clock::time_point::max();
    return;
  }
}

}  // namespace callboard::host
