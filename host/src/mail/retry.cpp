#include "mail/retry.hpp"

#include <algorithm>

namespace callboard::host {
namespace {

using std::chrono::microseconds;

// `first` doubled `times` times, at most `most`.
microseconds doubled(microseconds first, int times, microseconds most) {
  constexpr int kEnough = 20;
  return std::min(most, first * (1 << std::clamp(times, 0, kEnough)));
}

}  // namespace

std::optional<microseconds> retry_after(int attempts, microseconds age, double random) {
  constexpr std::chrono::hours kGiveUp{48};
  if (age >= kGiveUp) return std::nullopt;
  const auto delay = doubled(std::chrono::minutes(1), attempts - 1, std::chrono::hours(4));
  return std::chrono::duration_cast<microseconds>(delay * (0.8 + 0.4 * std::clamp(random, 0.0, 1.0)));
}

microseconds pause_after(int failures) {
  return doubled(std::chrono::seconds(5), failures - 1, std::chrono::minutes(5));
}

}  // namespace callboard::host
