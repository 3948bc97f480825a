#include "site/stored_site.hpp"

#include <utility>

#include "callboard/local_time.hpp"
#include "site/sql_site.hpp"

namespace callboard::host {
namespace {

std::chrono::steady_clock::rep ticks(std::chrono::milliseconds from_now = {}) {
  return (std::chrono::steady_clock::now() + from_now).time_since_epoch().count();
}

}  // namespace

StoredSite::StoredSite(const SiteSettings& settings, Database& database, Log& log,
                       std::atomic<std::uint64_t>& generation, std::chrono::milliseconds every)
    : configured_(std::make_shared<const SiteInfo>(SiteInfo{settings.name, settings.url, settings.time_zone})),
      database_(database),
      log_(log),
      generation_(generation),
      every_(every),
      info_(configured_),
      seen_(generation.load()) {}

std::shared_ptr<const SiteInfo> StoredSite::info() const {
  const std::lock_guard lock(mutex_);
  return info_;
}

Site::Stored StoredSite::stored(Transaction& tx) const {
  auto stored = SqlSite::find(tx);
  if (!stored) return {*configured_, 0};
  stored->info.url = configured_->url;
  return std::move(*stored);
}

void StoredSite::store(Transaction& tx, const SiteInfo& info, std::int64_t version) {
  const bool written = version == 0 ? SqlSite::add(tx, info) : SqlSite::change(tx, info, version);
  if (!written) throw Conflict("the site's settings have another version by now");
}

void StoredSite::changed() { generation_.fetch_add(1); }

bool StoredSite::is_due(std::uint64_t generation) const {
  const auto now = ticks();
  return now >= not_before_.load() && (generation != seen_.load() || now >= next_.load());
}

void StoredSite::refresh() noexcept {
  const auto generation = generation_.load();
  if (!is_due(generation)) return;
  std::unique_lock lock(looking_, std::defer_lock);
  if (generation != seen_.load()) {
    lock.lock();  // somebody of this host has changed it, and who asks now must see that
  } else if (!lock.try_lock()) {
    return;
  }
  if (!is_due(generation)) return;
  try {
    look(generation);
    failing_ = false;
  } catch (const std::exception& error) {
    not_before_ = ticks(every_);
    if (!std::exchange(failing_, true)) log_.warning("site_not_read", {{"error", error.what()}});
  }
}

void StoredSite::look(std::uint64_t generation) {
  const auto version = database_.read_single([](Transaction& tx) { return SqlSite::version(tx); });
  if (version != version_) take(database_.read_single([this](Transaction& tx) { return stored(tx); }));
  seen_ = generation;
  next_ = ticks(every_);
}

void StoredSite::take(Stored stored) {
  // Another machine's list of time zones may be newer than this one's.
  if (!is_time_zone(stored.info.time_zone)) {
    log_.error("site_time_zone_unknown", {{"time_zone", stored.info.time_zone}});
    stored.info.time_zone = configured_->time_zone;
  }
  version_ = stored.version;
  auto info = std::make_shared<const SiteInfo>(std::move(stored.info));
  const std::lock_guard lock(mutex_);
  info_ = std::move(info);
}

}  // namespace callboard::host
