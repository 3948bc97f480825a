// The master's children: who they are, in which state, and until when.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <vector>

#include "process/worker_context.hpp"

namespace callboard::host {

struct Child {
  using Clock = std::chrono::steady_clock;
  enum class State {
    Starting,  // until it says that it is ready
    Serving,
    Draining,  // was sent SIGQUIT
    Stopping   // was sent SIGTERM
  };

  pid_t pid = 0;
  Role role = Role::Worker;
  unsigned index = 0;
  unsigned generation = 0;
  State state = State::Starting;
  Clock::time_point started = Clock::now();
  Clock::time_point until = Clock::time_point::max();  // then the next harder measure follows
  UniqueFd ready = {};

  bool active() const { return state == State::Starting || state == State::Serving; }
};

struct Patience {
  std::chrono::milliseconds ready{30000};  // from the start to "I am ready"
  std::chrono::milliseconds drain{60000};  // from SIGQUIT to SIGTERM
  std::chrono::milliseconds stop{4800};    // from SIGTERM to SIGKILL
};

class Children {
 public:
  explicit Children(Patience patience) : patience_(patience) {}

  // Forks; in the child `main` runs and its result is the exit code. Throws std::system_error.
  using Main = std::function<int(WorkerContext&)>;
  void spawn(Role role, unsigned index, unsigned generation, int listener, const Main& main,
             const std::function<void()>& close_in_child);
  // A child of the program that this one replaced.
  void adopt(Child child);
  // Takes it off the list.
  Child forget(pid_t pid);
  bool has(pid_t pid) const;

  void drain(Child& child);
  void stop(Child& child);
  // Carries out what is overdue: SIGKILL for what did not get ready or did not stop, SIGTERM for what
  // did not drain. Returns when the next is due.
  Child::Clock::time_point escalate();
  // Reads who has become ready. `fd` is one child's `ready`.
  void read_ready(int fd);

  std::vector<Child>& all() { return children_; }
  const std::vector<Child>& all() const { return children_; }
  bool empty() const { return children_.empty(); }

 private:
  Patience patience_;
  std::vector<Child> children_;
};

}  // namespace callboard::host
