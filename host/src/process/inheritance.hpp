// What a master hands to itself through an exec (a reload): the listening socket, the counters, and
// the children that go on serving meanwhile. It travels in one environment variable, as JSON.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "fcgi/listener.hpp"
#include "process/worker_context.hpp"

namespace callboard::host {

struct InheritedChild {
  pid_t pid = 0;
  Role role = Role::Worker;
  unsigned index = 0;
  bool draining = false;  // of a generation before the last
};

struct Predecessor {
  unsigned generation = 0;
  std::vector<InheritedChild> children = {};
};

struct Inheritance {
  Listener listener;
  UniqueFd counters;  // see SharedCounters::attach
  Predecessor predecessor;

  // Takes it out of the environment, once: afterwards there is none. Nothing when this process was
  // not started by a reload. Throws std::runtime_error when the variable does not hold what it should.
  static std::optional<Inheritance> take();

  // Puts it into the environment and lets the descriptors through the next exec.
  static void leave(const Listener& listener, int counters, const Predecessor& self);
  // Takes that back, when the exec failed.
  static void revoke(const Listener& listener, int counters);
};

}  // namespace callboard::host
