// How many heavy requests (Route::heavy) a worker serves at a time. Nobody waits for a place: what finds none is
// refused, so heavy requests never hold more threads than there are places. Thread-safe.
#pragma once

#include <atomic>
#include <memory>

namespace callboard::host {

class HeavyPlaces {
 public:
  explicit HeavyPlaces(unsigned places) : free_(static_cast<int>(places)) {}
  HeavyPlaces(const HeavyPlaces&) = delete;
  HeavyPlaces& operator=(const HeavyPlaces&) = delete;

  struct GiveBack {
    void operator()(HeavyPlaces* places) const { places->free_.fetch_add(1, std::memory_order_relaxed); }
  };
  // Given back when it goes.
  using Place = std::unique_ptr<HeavyPlaces, GiveBack>;

  // Throws Unavailable, with its Retry-After, where all are taken. The thread gives up its turn: another one may
  // serve what is quick meanwhile.
  Place take();

 private:
  std::atomic<int> free_;
};

}  // namespace callboard::host
