#include "fcgi/turns.hpp"

namespace callboard::host {

Turns::Holder::Holder(Turns& turns) : turns_(turns) { set_for_this_thread(this); }

Turns::Holder::~Holder() {
  set_for_this_thread(nullptr);
  if (has_turn_) turns_.free_.release();
}

void Turns::Holder::take() {
  if (has_turn_ && turns_.retire_surplus()) has_turn_ = false;
  if (!has_turn_) turns_.free_.acquire();
  has_turn_ = true;
}

void Turns::Holder::begin_request() {
  turns_.begun_.fetch_add(1, std::memory_order_relaxed);
  turns_.serving_.fetch_add(1, std::memory_order_relaxed);
  serving_ = true;
}

void Turns::Holder::end_request() {
  if (!serving_) return;
  turns_.serving_.fetch_sub(1, std::memory_order_relaxed);
  serving_ = false;
}

void Turns::Holder::give_up() noexcept {
  if (!has_turn_) return;
  end_request();
  has_turn_ = false;
  turns_.free_.release();
}

void Turns::relieve() {
  const auto begun = begun_.load(std::memory_order_relaxed);
  const bool moves = begun != begun_before_;
  begun_before_ = begun;
  const int surplus = surplus_.load(std::memory_order_relaxed);
  if (moves || serving_.load(std::memory_order_relaxed) < turns_ + surplus || turns_ + surplus >= kMost) return;
  surplus_.fetch_add(1, std::memory_order_relaxed);
  free_.release();
}

// Whether the caller's turn was one too many: then it is no longer there.
bool Turns::retire_surplus() {
  int surplus = surplus_.load(std::memory_order_relaxed);
  while (surplus > 0) {
    if (surplus_.compare_exchange_weak(surplus, surplus - 1, std::memory_order_relaxed)) return true;
  }
  return false;
}

}  // namespace callboard::host
