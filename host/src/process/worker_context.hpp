// What a worker or the jobs process knows of its place: made by the master right after the fork.
#pragma once

#include <chrono>
#include <optional>

#include "callboard/services.hpp"
#include "fcgi/dispatcher.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {

enum class Role { Worker, Jobs };

// How the master wants this process to end.
enum class Order {
  Stop,  // SIGTERM: within 5 s, what is in flight finished
  Drain  // SIGQUIT: take nothing new, finish what there is, take the time that needs
};

// Belongs to the process' main thread. SIGTERM and SIGQUIT are blocked, in this thread and in those
// that it starts, and arrive as orders; SIGINT and SIGHUP are ignored: the terminal sends them to all
// processes, but it is the master who decides what they mean. When the master dies, a Stop arrives.
class WorkerContext {
 public:
  // Called in the child. `ready` is the pipe's end that the master reads the other end of.
  WorkerContext(Role role, unsigned index, int listener, UniqueFd ready, pid_t master);

  Role role() const { return role_; }
  unsigned index() const { return index_; }
  // The listening socket, non-blocking; shared with the other workers.
  int listener() const { return listener_; }

  // Tells the master that this process can do its work. Without it a new generation does not take over.
  void ready();

  // Waits for an order, no longer than `limit`; at most one hour.
  std::optional<Order> wait(std::chrono::milliseconds limit);
  // Waits for an order or until `other` is readable (then nothing is returned).
  std::optional<Order> wait_beside(int other, std::chrono::milliseconds limit);

 private:
  std::optional<Order> next_order();

  Role role_;
  unsigned index_;
  int listener_;
  UniqueFd ready_;
  UniqueFd signals_;
};

// Runs a started dispatcher until the master's order is carried out. Returns the exit code.
// When a Stop takes longer than `limit` the process ends at once, since threads that are stuck in a
// handler cannot be ended otherwise.
int serve_until_ordered(WorkerContext& context, Dispatcher& dispatcher, Log& log,
                        std::chrono::milliseconds limit = std::chrono::milliseconds(4500));

}  // namespace callboard::host
