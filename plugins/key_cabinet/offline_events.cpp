#include "offline_events.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "event_effects.hpp"

namespace key_cabinet {

using namespace callboard;
using std::chrono::sys_days;

namespace {

// The device's clock against ours, as far as the batch tells.
class DeviceClock {
 public:
  DeviceClock(Time now, const DeviceBatch& batch) : now_(now) {
    if (!batch.now) return;
    const auto difference = now - *batch.now;
    if (difference > kTolerance || difference < -kTolerance) difference_ = difference;
  }

  struct Corrected {
    Time at;
    bool was_wrong = false;
  };
  Corrected correct(Time told) const {
    const auto at = told + difference_.value_or(std::chrono::microseconds(0));
    // A clock that was never set begins at 1970 or 2000.
    if (at < kFirstCabinet) return {now_, true};
    if (at > now_) return {now_, difference_ || at > now_ + kTolerance};
    return {at, difference_.has_value()};
  }

 private:
  static constexpr std::chrono::minutes kTolerance{2};
  static constexpr Time kFirstCabinet{sys_days(std::chrono::year(2020) / 1 / 1)};

  Time now_;
  std::optional<std::chrono::microseconds> difference_;
};

// One batch within its transaction.
class Batch {
 public:
  Batch(Transaction& tx, const DeviceEventRepository& rows, const LoanRepository& loans, CabinetId cabinet,
        const DeviceBatch& batch, const Clock& clock, const std::string& zone)
      : tx_(tx), rows_(rows), cabinet_(cabinet), effects_(tx, rows, loans, zone) {
    rows_.lock(tx_, cabinet_);
    look_up(batch);
    last_seq_ = rows_.last_seq(tx_, cabinet_);
    // Now that nobody has to be waited for: nothing in the loans of these keys is later than that.
    now_ = clock.now();
    clock_.emplace(now_, batch);
  }

  OfflineEvents::Taken take(const DeviceBatch& batch) {
    std::vector<const DeviceEvent*> ordered;
    for (const auto& event : batch.events) ordered.push_back(&event);
    std::stable_sort(ordered.begin(), ordered.end(), [](auto* a, auto* b) { return a->seq < b->seq; });
    for (const auto* event : ordered) take(*event);
    taken_.last_seq = last_seq_;
    return std::move(taken_);
  }

 private:
  // Keys are locked by being looked up, in one order for all batches, so that two rarely meet in a deadlock.
  void look_up(const DeviceBatch& batch) {
    std::set<std::string> labels, serials;
    for (const auto& event : batch.events) {
      if (event.key) labels.insert(*event.key);
      if (event.serial) serials.insert(*event.serial);
    }
    for (const auto& label : labels) keys_[label] = rows_.key(tx_, label);
    for (const auto& serial : serials) holders_[serial] = rows_.holder(tx_, serial);
  }

  void take(const DeviceEvent& event) {
    const auto known = rows_.at_seq(tx_, cabinet_, event.seq);
    const auto same = std::find_if(known.begin(), known.end(),
                                   [&](const auto& other) { return other.fingerprint == event.fingerprint; });
    report(event.seq, same == known.end() ? apply(event, !known.empty()) : same->conflict);
  }

  std::string apply(const DeviceEvent& event, bool seq_reused) {
    const auto [at, clock_was_wrong] = clock_->correct(event.told);
    ToldEvent told{event, cabinet_, at, event.seq > last_seq_, {}, {}};
    if (event.key) told.key = keys_.at(*event.key);
    if (event.serial) told.holder = holders_.at(*event.serial);

    auto conflict = effects_.apply(told);
    if (seq_reused) conflict = conflict::kSeqReused;
    if (conflict.empty() && clock_was_wrong) conflict = conflict::kClock;
    rows_.add(tx_, {cabinet_, event, at, now_, told.holder ? std::optional(told.holder->id) : std::nullopt, told.key,
                    conflict, matter_of(event.type, conflict)});
    ++taken_.accepted;
    last_seq_ = std::max(last_seq_, event.seq);
    return std::string(conflict);
  }

  void report(std::int64_t seq, const std::string& conflict) {
    if (!conflict.empty()) taken_.conflicts.push_back({seq, conflict});
  }

  Transaction& tx_;
  const DeviceEventRepository& rows_;
  CabinetId cabinet_;
  EventEffects effects_;
  Time now_;
  std::optional<DeviceClock> clock_;
  std::int64_t last_seq_ = 0;
  std::map<std::string, std::optional<KeyId>> keys_;
  std::map<std::string, std::optional<DeviceEventRepository::Holder>> holders_;
  OfflineEvents::Taken taken_;
};

}  // namespace

OfflineEvents::Taken OfflineEvents::take(const Visitor& by, const DeviceBatch& batch) {
  return database_.transact([&](Transaction& tx) { return take(tx, by, batch); });
}

OfflineEvents::Taken OfflineEvents::take(Transaction& tx, const Visitor& by, const DeviceBatch& batch) {
  return Batch(tx, rows_, loans_, by.device, batch, clock_, site_.info()->time_zone).take(batch);
}

}  // namespace key_cabinet
