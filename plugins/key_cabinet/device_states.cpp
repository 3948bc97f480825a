#include "device_states.hpp"

namespace key_cabinet {

using namespace callboard;

void LastSeen::note(CabinetId cabinet) noexcept {
  try {
    const auto now = clock_.now();
    if (!is_due(cabinet, now)) return;
    database_.transact([&](Transaction& tx) { rows_.seen(tx, cabinet, now, now - kEvery); });
  } catch (const std::exception& error) {
    log_.warning("key_cabinet.last_seen_lost",
                 {{"cabinet", static_cast<std::int64_t>(cabinet)}, {"why", error.what()}});
  }
}

// Whoever finds that it is due writes it; a failure is not tried again before the next minute.
bool LastSeen::is_due(CabinetId cabinet, Time now) {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = noted_.try_emplace(cabinet, now);
  // A clock that was set back must not silence it for long.
  const bool due = is_new || now - found->second >= kEvery || now < found->second;
  if (due) found->second = now;
  return due;
}

}  // namespace key_cabinet
