// The site as administrators set it: a row in the database over what the configuration says. Thread-safe.
//
// Whoever asks gets a snapshot, which costs no database access. refresh() takes a newer one where there may be one: at
// once where a process of this host says so (a number in the memory that they share), and every few seconds anyway,
// since another host may have changed it. While the database is down the last snapshot stays.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

#include "callboard/services.hpp"
#include "callboard/site.hpp"
#include "config/settings.hpp"

namespace callboard::host {

class StoredSite : public Site {
 public:
  // `generation` is shared by all processes of this host, and only grows. All references must outlive it.
  StoredSite(const SiteSettings& settings, Database& database, Log& log, std::atomic<std::uint64_t>& generation,
             std::chrono::milliseconds every = std::chrono::seconds(5));

  std::shared_ptr<const SiteInfo> info() const override;
  Stored stored(Transaction& tx) const override;
  void store(Transaction& tx, const SiteInfo& info, std::int64_t version) override;
  void changed() override;

  // For whoever begins a piece of work: a request, a job, a command; outside of any transaction. Never throws. Where
  // only time has passed, one thread looks and the others go on with what they have.
  void refresh() noexcept;

 private:
  using Ticks = std::chrono::steady_clock::rep;

  bool is_due(std::uint64_t generation) const;
  void look(std::uint64_t generation);
  void take(Stored stored);

  const std::shared_ptr<const SiteInfo> configured_;
  Database& database_;
  Log& log_;
  std::atomic<std::uint64_t>& generation_;
  const std::chrono::milliseconds every_;

  mutable std::mutex mutex_;  // guards info_
  std::shared_ptr<const SiteInfo> info_;

  std::mutex looking_;                // held while one looks; guards version_ and failing_
  std::int64_t version_ = 0;          // of info_
  bool failing_ = false;              // the log has been told
  std::atomic<std::uint64_t> seen_;   // the generation of info_
  std::atomic<Ticks> next_{0};        // when to look again, whatever the generation says
  std::atomic<Ticks> not_before_{0};  // after a failure
};

}  // namespace callboard::host
