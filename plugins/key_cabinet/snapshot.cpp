#include "snapshot.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <callboard/crypto.hpp>

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

void BitSet::add(std::size_t bit) {
  if (bytes_.size() <= bit / 8) bytes_.resize(bit / 8 + 1, '\0');
  bytes_[bit / 8] = static_cast<char>(bytes_[bit / 8] | (1 << bit % 8));
}

void BitSet::add(const BitSet& other) {
  if (bytes_.size() < other.bytes_.size()) bytes_.resize(other.bytes_.size(), '\0');
  for (std::size_t i = 0; i < other.bytes_.size(); ++i) bytes_[i] = static_cast<char>(bytes_[i] | other.bytes_[i]);
}

void BitSet::remove(const BitSet& other) {
  for (std::size_t i = 0; i < std::min(bytes_.size(), other.bytes_.size()); ++i) {
    bytes_[i] = static_cast<char>(bytes_[i] & ~other.bytes_[i]);
  }
  trim();
}

void BitSet::trim() {
  while (!bytes_.empty() && bytes_.back() == '\0') bytes_.pop_back();
}

std::string BitSet::text() const { return to_base64url(bytes_); }

std::string holder_hash(std::string_view salt, std::string_view serial) {
  return to_base64url(sha256(std::string(salt) + std::string(serial)).substr(0, 9));
}

namespace {

constexpr std::int64_t kAlways = 0;             // no window has this id
using Rights = std::map<std::int64_t, BitSet>;  // by window

template <typename Id>
constexpr std::int64_t number(Id id) {
  return static_cast<std::int64_t>(id);
}

std::int64_t seconds(Time time) { return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count(); }

// Label -> bit. Those of `previous` keep theirs, others get the smallest that are free.
std::map<std::string, std::size_t> bits_of(const std::vector<SnapshotRows::Key>& keys, const json& previous) {
  std::map<std::string, std::size_t> bits;
  std::set<std::size_t> used;
  const auto before = previous.is_object() ? previous.value("keys", json::object()) : json::object();
  for (const auto& key : keys) {
    if (const auto found = before.find(key.label); found != before.end()) {
      used.insert(bits[key.label] = found->get<std::size_t>());
    }
  }
  std::size_t next = 0;
  for (const auto& key : keys) {
    if (bits.contains(key.label)) continue;
    while (used.contains(next)) ++next;
    bits[key.label] = next++;
  }
  return bits;
}

// Makes the parts of one payload from the same rows.
class Maker {
 public:
  Maker(const SnapshotRows& rows, const SnapshotFrame& frame, const json& previous)
      : rows_(rows), frame_(frame), bits_(bits_of(rows.keys, previous)) {
    for (const auto& key : rows.keys) {
      const auto bit = bits_.at(key.label);
      of_key_[number(key.id)].add(bit);
      of_room_[number(key.room)].add(bit);
    }
    for (const auto& [group, key] : rows.group_keys) {
      if (const auto found = of_key_.find(key); found != of_key_.end()) of_key_group_[group].add(found->second);
    }
    for (const auto& holder : rows.holders) hashes_[number(holder.id)] = holder_hash(frame.salt, holder.serial);
  }

  json make() {
    json payload{{"cabinet", frame_.cabinet},
                 {"zone", frame_.zone},
                 {"salt", to_base64url(frame_.salt)},
                 {"keys", bits_},
                 {"windows", windows()},
                 {"bookings", bookings()},
                 {"out", out()},
                 {"returns", returns()},
                 {"retired", retired()},
                 {"profiles", json::object()},
                 {"holders", json::object()}};
    add_holders(payload["profiles"], payload["holders"]);
    return payload;
  }

 private:
  json windows() const {
    auto all = json::object();
    for (const auto& [id, when] : rows_.windows) {
      all[std::to_string(id)] = {when.weekdays, when.from, when.until, when.first, when.last};
    }
    return all;
  }

  void add_holders(json& profiles, json& holders) const {
    const auto rights = rights_of_all();
    std::map<std::string, std::string> names;  // by content
    for (const auto& holder : rows_.holders) {
      const auto found = rights.find(number(holder.id));
      if (holder.blocked || found == rights.end()) continue;
      const auto content = profile(found->second);
      if (content.empty()) continue;
      holders[hashes_.at(number(holder.id))] = name_of(content, profiles, names);
    }
  }

  // A name has as much of the content's hash as tells it from the others.
  static std::string name_of(const json& content, json& profiles, std::map<std::string, std::string>& names) {
    const auto text = content.dump();
    if (const auto known = names.find(text); known != names.end()) return known->second;
    const auto hash = to_base64url(sha256(text));
    std::size_t size = 4;
    while (profiles.contains(hash.substr(0, size))) ++size;
    const auto name = hash.substr(0, size);
    profiles[name] = content;
    names[text] = name;
    return name;
  }

  // What is always allowed is not said again for a window.
  static json profile(Rights rights) {
    const auto always = rights[kAlways];
    auto content = json::object();
    for (auto& [window, bits] : rights) {
      if (window != kAlways) bits.remove(always);
      if (!bits.empty()) content[window == kAlways ? "*" : std::to_string(window)] = bits.text();
    }
    return content;
  }

  std::map<std::int64_t, Rights> rights_of_all() const {
    std::map<std::int64_t, Rights> of_holder, of_group;
    for (const auto& grant : rows_.grants) {
      const auto& bits = bits_of_grant(grant);
      if (bits.empty()) continue;
      auto& rights = grant.holder ? of_holder[*grant.holder] : of_group[grant.holder_group.value_or(0)];
      rights[grant.window.value_or(kAlways)].add(bits);
    }
    for (const auto& [holder, key] : rows_.access) {
      if (const auto found = of_key_.find(key); found != of_key_.end()) of_holder[holder][kAlways].add(found->second);
    }
    for (const auto& [group, holder] : rows_.members) {
      const auto found = of_group.find(group);
      if (found == of_group.end()) continue;
      for (const auto& [window, bits] : found->second) of_holder[holder][window].add(bits);
    }
    return of_holder;
  }

  const BitSet& bits_of_grant(const SnapshotRows::Grant& grant) const {
    if (grant.key) return found_in(of_key_, *grant.key);
    if (grant.room) return found_in(of_room_, *grant.room);
    return found_in(of_key_group_, grant.key_group.value_or(0));
  }
  static const BitSet& found_in(const std::map<std::int64_t, BitSet>& sets, std::int64_t id) {
    static const BitSet kNone;
    const auto found = sets.find(id);
    return found == sets.end() ? kNone : found->second;
  }

  json bookings() const {
    std::set<HolderId> blocked;
    for (const auto& holder : rows_.holders) {
      if (holder.blocked) blocked.insert(holder.id);
    }
    auto all = json::object();
    for (const auto& booking : rows_.bookings) {
      const auto& bits = found_in(of_room_, number(booking.room));
      const auto hash = hashes_.find(number(booking.holder));
      if (bits.empty() || hash == hashes_.end() || blocked.contains(booking.holder)) continue;
      all[std::to_string(booking.id)] = {hash->second, bits.text(), seconds(booking.from), seconds(booking.until)};
    }
    return all;
  }

  json out() const {
    auto all = json::object();
    for (const auto& [label, holder] : rows_.out) {
      const auto hash = hashes_.find(number(holder));
      all[label] = hash == hashes_.end() ? "" : hash->second;
    }
    return all;
  }

  json returns() const {
    std::set<std::string> all;
    for (const auto& holder : rows_.holders) {
      if (holder.returns_for_others) all.insert(hashes_.at(number(holder.id)));
    }
    return all;
  }

  json retired() const {
    auto all = json::object();
    std::set<std::string> present;
    for (const auto& [id, hash] : hashes_) present.insert(hash);
    for (const auto& [serial, holder] : rows_.past_serials) {
      const auto now = hashes_.find(number(holder));
      const auto past = holder_hash(frame_.salt, serial);
      if (now != hashes_.end() && !present.contains(past)) all[past] = now->second;
    }
    return all;
  }

  const SnapshotRows& rows_;
  const SnapshotFrame& frame_;
  std::map<std::string, std::size_t> bits_;
  std::map<std::int64_t, BitSet> of_key_, of_room_, of_key_group_;
  std::map<std::int64_t, std::string> hashes_;  // of the present serials, by holder
};

}  // namespace

json snapshot_payload(const SnapshotRows& rows, const SnapshotFrame& frame, const json& previous) {
  return Maker(rows, frame, previous).make();
}

json merge_patch(const json& before, const json& after) {
  auto patch = json::object();
  for (const auto& [name, value] : before.items()) {
    if (!after.contains(name)) patch[name] = nullptr;
  }
  for (const auto& [name, value] : after.items()) {
    const auto old = before.find(name);
    if (old == before.end()) {
      patch[name] = value;
    } else if (*old != value) {
      patch[name] = old->is_object() && value.is_object() ? merge_patch(*old, value) : value;
    }
  }
  return patch;
}

}  // namespace key_cabinet
