#include "held_item.hpp"

#include "sql_items.hpp"

namespace portfolio {

using namespace callboard;

HeldItem::HeldItem(Database& database, const Clock& clock, Log& log, const Lease& lease)
    : database_(database), clock_(clock), log_(log), lease_(lease), thread_([this] { renew_until_the_end(); }) {}

HeldItem::~HeldItem() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void HeldItem::renew_until_the_end() {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, lease_.time / 4, [this] { return ended_; })) {
    lock.unlock();
    renew();
    lock.lock();
  }
}

// A database that is away for a moment is asked again the next time.
void HeldItem::renew() try {
  const auto until = clock_.now() + lease_.time;
  database_.transact_single([&](Transaction& tx) { SqlItems::renew(tx, lease_.item, lease_.tries, until); });
} catch (const std::exception& error) {
  log_.warning("portfolio.lease_not_renewed",
               {{"item", static_cast<std::int64_t>(lease_.item)}, {"error", error.what()}});
}

}  // namespace portfolio
