// A worker has more threads than cores, for those that wait; but of those that could run, only about as
// many as there are cores take requests at a time, since waking an idle thread for each request costs
// more than a short request itself. So whoever is about to wait for something else says so.
#pragma once

#include "callboard/api.hpp"

namespace callboard {

// A thread's turn to take requests. Implemented by the dispatcher.
class CALLBOARD_API Turn {
 public:
  virtual ~Turn();
  // Another thread may take requests meanwhile. Giving up twice, or without a turn, does nothing.
  virtual void give_up() noexcept = 0;

  // Belongs to the calling thread from here on; null: to none. Must outlive its use.
  static void set_for_this_thread(Turn* turn) noexcept;
};

// To be called before waiting for more than some microseconds: for a lock that others hold across I/O,
// for a server, for hashing on other cores. The database does so itself. What waits without saying so
// is noticed too, but only after a while. Anywhere else than in a request it does nothing.
CALLBOARD_API void give_up_turn() noexcept;

}  // namespace callboard
