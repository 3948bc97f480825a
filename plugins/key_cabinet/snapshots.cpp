#include "snapshots.hpp"

#include <callboard/crypto.hpp>
#include <callboard/local_time.hpp>

#include "snapshot.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kSaltBytes = 12;

json stamped(const SnapshotRows& rows) {
  auto all = json::array();
  const auto none = [](const std::optional<std::int64_t>& id) { return id.value_or(0); };
  for (const auto& key : rows.keys) all.push_back({"k", key.id, key.room, key.label});
  for (const auto& one : rows.holders) all.push_back({"h", one.id, one.serial, one.blocked, one.returns_for_others});
  for (const auto& [id, w] : rows.windows) all.push_back({"w", id, w.weekdays, w.from, w.until, w.first, w.last});
  for (const auto& g : rows.grants) {
    all.push_back(
        {"g", none(g.holder), none(g.holder_group), none(g.key), none(g.room), none(g.key_group), none(g.window)});
  }
  for (const auto& b : rows.bookings) {
    all.push_back({"b", b.id, b.holder, b.room, b.from.time_since_epoch().count(), b.until.time_since_epoch().count()});
  }
  for (const auto& past : rows.past_serials) all.push_back({"p", past.serial, past.holder});
  for (const auto& out : rows.out) all.push_back({"o", out.label, out.holder});
  return all;
}

}  // namespace

// Of all that a payload is made of. Before the pairs are read: what changes in between is seen next time.
std::string Snapshots::stamp(Transaction& tx, CabinetId cabinet, const SnapshotSpan& span, SnapshotRows& rows) const {
  rows = rows_.rows(tx, cabinet, span);
  return sha256_hex(site_.info()->time_zone + '\n' + rows_.sums_of_pairs(tx) + stamped(rows).dump());
}

// Half of its life is not over, nor is a life another one by now.
bool Snapshots::holds(const Version& version) const {
  const auto& [made, until] = version.span;
  const auto now = clock_.now();
  return until == made + life_ && made <= now && now < made + std::chrono::minutes(life_) / 2;
}

Snapshots::Version Snapshots::newest(const Visitor& by) {
  const auto unchanged = database_.read([&](Transaction& tx) -> std::optional<Version> {
    auto version = rows_.newest(tx, by.device);
    SnapshotRows rows;
    if (!version || !holds(*version) || stamp(tx, by.device, version->span, rows) != version->stamp)
      return std::nullopt;
    return version;
  });
  if (unchanged) return *unchanged;
  return database_.transact([&](Transaction& tx) { return renew(tx, by.device); });
}

// Looks again, since whoever held the lock may have made it meanwhile.
Snapshots::Version Snapshots::renew(Transaction& tx, CabinetId cabinet) const {
  rows_.lock(tx, cabinet);
  const auto last = rows_.newest(tx, cabinet);
  const auto previous = last ? json::parse(rows_.payload(tx, cabinet, last->version).value()) : json();
  SnapshotRows rows;
  if (last && holds(*last)) {
    const auto now = stamp(tx, cabinet, last->span, rows);
    if (now == last->stamp) return *last;
    // What changed may be no concern of this cabinet.
    if (make(tx, cabinet, rows, previous) == previous) {
      rows_.set_stamp(tx, cabinet, last->version, now);
      return {last->version, now, last->span};
    }
  }
  const auto made = std::chrono::floor<std::chrono::seconds>(clock_.now());
  Version version{last ? last->version + 1 : 1, {}, {made, made + life_}};
  version.stamp = stamp(tx, cabinet, version.span, rows);
  rows_.add(tx, cabinet, version, make(tx, cabinet, rows, previous).dump());
  rows_.forget(tx, cabinet, version.version - kKept);
  return version;
}

json Snapshots::make(Transaction& tx, CabinetId cabinet, SnapshotRows& rows, const json& previous) const {
  if (rows.access.empty() && rows.members.empty() && rows.group_keys.empty()) rows_.add_pairs(tx, rows);
  const auto salt = previous.is_object() ? from_base64url(previous.at("salt").get<std::string>()) : std::nullopt;
  const SnapshotFrame frame{static_cast<std::int64_t>(cabinet), posix_time_zone(site_.info()->time_zone),
                            salt.value_or(random_bytes(kSaltBytes))};
  return snapshot_payload(rows, frame, previous);
}

json Snapshots::content(const Visitor& by, const Version& version, std::optional<std::int64_t> since) {
  const auto seconds = [](Time time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  };
  const auto [now, then] = database_.read([&](Transaction& tx) {
    return std::pair(rows_.payload(tx, by.device, version.version),
                     since ? rows_.payload(tx, by.device, *since) : std::nullopt);
  });
  // So many newer ones were made since it was looked for that it is gone.
  if (!now) throw Conflict("a snapshot's version is gone");
  auto content = json::parse(*now);
  if (then && *since <= version.version) {
    content = json{{"since", *since}, {"patch", merge_patch(json::parse(*then), content)}};
  }
  content["version"] = version.version;
  content["made"] = seconds(version.span.made);
  content["until"] = seconds(version.span.until);
  return content;
}

}  // namespace key_cabinet
