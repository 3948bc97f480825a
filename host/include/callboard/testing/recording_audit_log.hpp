// An audit log in memory, for tests that assert on what was recorded. It is no part of a transaction: what was
// recorded stays when the transaction rolls back.
#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "callboard/audit.hpp"

namespace callboard::testing {

class RecordingAuditLog : public AuditLog {
 public:
  void record(Transaction&, const Visitor& by, const AuditEntry& entry) override {
    const std::lock_guard lock(mutex_);
    const auto by_id = by.is_person()   ? static_cast<std::int64_t>(by.user)
                       : by.is_device() ? static_cast<std::int64_t>(by.device)
                                        : 0;
    entries_.push_back({static_cast<std::int64_t>(entries_.size()) + 1, Time{}, by.kind, by_id, entry});
  }
  std::vector<AuditedEntry> history(Transaction&, const std::string& record, std::int64_t record_id,
                                    int most) override {
    std::vector<AuditedEntry> found;
    for (auto& audited : entries()) {
      if (audited.entry.record == record && audited.entry.record_id == record_id) found.push_back(std::move(audited));
    }
    std::reverse(found.begin(), found.end());
    found.resize(std::min(found.size(), static_cast<std::size_t>(std::max(most, 0))));
    return found;
  }
  std::vector<AuditedEntry> search(Transaction&, const AuditQuery& query) override {
    std::vector<AuditedEntry> found;
    for (auto& audited : entries()) {
      if (matches(audited, query)) found.push_back(std::move(audited));
    }
    std::reverse(found.begin(), found.end());
    found.resize(std::min(found.size(), static_cast<std::size_t>(std::max(query.most, 0))));
    return found;
  }
  void erase(Transaction&, UserId person) override {
    const std::lock_guard lock(mutex_);
    for (auto& audited : entries_) {
      if (audited.entry.person != person) continue;
      for (auto& change : audited.entry.changes) change.before = change.after = "";
    }
  }

  // The oldest first.
  std::vector<AuditedEntry> entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
  }
  // "role_changed user 7", the oldest first.
  std::vector<std::string> actions() const {
    std::vector<std::string> all;
    for (const auto& [id, at, by, by_id, entry] : entries()) {
      all.push_back(entry.action + " " + entry.record + " " + std::to_string(entry.record_id));
    }
    return all;
  }

 private:
  static bool matches(const AuditedEntry& audited, const AuditQuery& query) {
    const auto one_of = [](const std::vector<std::int64_t>& ids, std::int64_t id) {
      return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    return (!query.by || *query.by == audited.by) && (!query.by_ids || one_of(*query.by_ids, audited.by_id)) &&
           (query.action.empty() || query.action == audited.entry.action) &&
           (query.record.empty() || query.record == audited.entry.record) &&
           (!query.record_id || *query.record_id == audited.entry.record_id) &&
           (!query.from || audited.at >= *query.from) && (!query.until || audited.at < *query.until) &&
           (!query.before || audited.id < *query.before);
  }

  mutable std::mutex mutex_;
  std::vector<AuditedEntry> entries_;
};

}  // namespace callboard::testing
