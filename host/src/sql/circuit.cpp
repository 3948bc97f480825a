#include "sql/circuit.hpp"

namespace callboard::host {
namespace {

constexpr auto kPause = std::chrono::milliseconds(250);

}  // namespace

void Circuit::enter() {
  const std::lock_guard lock(mutex_);
  if (!open_) return;
  if (probing_ || std::chrono::steady_clock::now() < next_try_) throw Unavailable(why_);
  probing_ = true;
}

void Circuit::succeeded() {
  const std::lock_guard lock(mutex_);
  if (open_) log_.info("database_back");
  open_ = probing_ = false;
}

void Circuit::failed(const char* why) {
  const std::lock_guard lock(mutex_);
  if (!open_) log_.error("database_down", {{"error", why}});
  open_ = true;
  probing_ = false;
  next_try_ = std::chrono::steady_clock::now() + kPause;
  why_ = why;
}

}  // namespace callboard::host
