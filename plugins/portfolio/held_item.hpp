// An item's lease, kept as long as somebody works on it: nobody knows how long a film takes, and one whose worker was
// killed shall not wait for the longest of them. Not for several threads at once.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "item.hpp"

namespace portfolio {

class HeldItem {
 public:
  struct Lease {
    ItemId item{};
    int tries = 0;  // as it was claimed
    std::chrono::milliseconds time{};
  };
  // Renews it from a thread of its own, four times before it ends.
  HeldItem(callboard::Database& database, const callboard::Clock& clock, callboard::Log& log, const Lease& lease);
  ~HeldItem();
  HeldItem(const HeldItem&) = delete;
  HeldItem& operator=(const HeldItem&) = delete;

 private:
  void renew_until_the_end();
  void renew();

  callboard::Database& database_;
  const callboard::Clock& clock_;
  callboard::Log& log_;
  const Lease lease_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace portfolio
