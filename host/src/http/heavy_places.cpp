#include "http/heavy_places.hpp"

#include <chrono>

#include "callboard/errors.hpp"
#include "callboard/turn.hpp"

namespace callboard::host {
namespace {

// Most heavy requests take less.
constexpr std::chrono::seconds kRetryAfter{2};

}  // namespace

HeavyPlaces::Place HeavyPlaces::take() {
  if (free_.fetch_sub(1, std::memory_order_relaxed) <= 0) {
    free_.fetch_add(1, std::memory_order_relaxed);
    throw Unavailable("all places for heavy requests are taken", {}, kRetryAfter);
  }
  Place place(this);
  give_up_turn();
  return place;
}

}  // namespace callboard::host
