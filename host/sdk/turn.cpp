#include "callboard/turn.hpp"

namespace callboard {
namespace {

thread_local Turn* turn_of_this_thread = nullptr;

}  // namespace

Turn::~Turn() = default;

void Turn::set_for_this_thread(Turn* turn) noexcept { turn_of_this_thread = turn; }

void give_up_turn() noexcept {
  if (turn_of_this_thread) turn_of_this_thread->give_up();
}

}  // namespace callboard
