#include "key_import.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include <callboard/encoding.hpp>
#include <callboard/json_body.hpp>

#include "holders_admin.hpp"
#include "sql_key_import.hpp"
#include "sql_key_office.hpp"
#include "text_checks.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kPortion = 200;
constexpr std::size_t kLongestFullname = 100;  // characters, as in the schema
constexpr std::size_t kMostKeys = 1000;        // of one holder

// A list of labels, texts or integers; nothing where it is none. Where nothing was kept it is empty.
std::optional<std::vector<std::string>> labels_in(const std::string& text) {
  if (text.empty()) return std::vector<std::string>{};
  const auto list = json::parse(text, nullptr, false);
  if (list.is_null()) return std::vector<std::string>{};
  if (!list.is_array() || list.size() > kMostKeys) return std::nullopt;
  std::vector<std::string> labels;
  for (const auto& each : list) {
    if (!each.is_string() && !each.is_number_integer()) return std::nullopt;
    auto label = each.is_string() ? each.get<std::string>() : each.dump();
    if (is_blank(label) || characters(label) > kMaxKeyLabel || has_control_character(label)) return std::nullopt;
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(std::move(label));
  }
  return labels;
}

bool is_plain(const std::string& text, std::size_t most) {
  return is_utf8(text) && characters(text) <= most && !has_control_character(text);
}

Text fault_of(const OldHolder& old) {
  if (is_blank(old.fullname)) return _("There is no name.");
  if (!is_plain(old.fullname, kLongestFullname)) return _("The name is too long or cannot be shown.");
  if (is_blank(old.serial)) return _("There is no serial number.");
  if (!is_plain(old.serial, kMaxSerial)) return _("The serial number is too long or cannot be shown.");
  return {};
}

}  // namespace

KeyImport::Counts KeyImport::run(OldKeysFile& file, bool dry_run, const Told& told) {
  count_hands(file);
  Counts counts;
  take_over(
      file, parts_.database, dry_run, [&](OldHolder old) { return judged(std::move(old)); },
      [&](Transaction& tx, Candidate& candidate) { take(tx, candidate, dry_run); },
      [&](const Candidate& candidate) {
        if (!candidate.fault.empty()) told(candidate.old, candidate.fault);
        for (const auto& doubt : candidate.doubts) told(candidate.old, doubt);
        counts.holders.count(candidate);
        counts.keys_out += candidate.keys_out;
        counts.keys_in_doubt += static_cast<long long>(candidate.doubts.size());
      });
  return counts;
}

// Who has which key, over the whole file, before anything is taken.
void KeyImport::count_hands(OldKeysFile& file) {
  for (auto portion = file.next(kPortion); !portion.empty(); portion = file.next(kPortion)) {
    for (const auto& old : portion) {
      for (const auto& label : labels_in(old.taken_keys).value_or(std::vector<std::string>{})) {
        hands_[label].push_back(old.row);
      }
    }
  }
  file.rewind();
}

KeyImport::Candidate KeyImport::judged(OldHolder old) {
  Candidate candidate;
  candidate.old = std::move(old);
  candidate.fault = fault_of(candidate.old);
  if (!candidate.fault.empty()) return candidate;
  const auto access = labels_in(candidate.old.access), taken = labels_in(candidate.old.taken_keys);
  if (!access || !taken) {
    candidate.fault = _("The list {list} is no JSON list of keys.").with("list", access ? "taken_keys" : "access");
    return candidate;
  }
  candidate.access = *access;
  candidate.taken_keys = *taken;
  const auto [row, fresh] = rows_by_serial_.try_emplace(candidate.old.serial, candidate.old.row);
  if (!fresh) candidate.fault = _("The row {row} has the same serial number.").with("row", row->second);
  return candidate;
}

void KeyImport::take(Transaction& tx, Candidate& candidate, bool dry_run) const {
  if (!candidate.fault.empty()) return;
  candidate.already_there = SqlKeyImport::knows_serial(tx, candidate.old.serial);
  if (candidate.already_there) return;
  const auto holder = dry_run ? std::nullopt : std::optional(add(tx, candidate));
  for (const auto& label : candidate.taken_keys) take_key(tx, candidate, label, holder);
}

HolderId KeyImport::add(Transaction& tx, const Candidate& candidate) const {
  const auto& old = candidate.old;
  const auto holder = parts_.holders.add_holder(tx, old.fullname, old.serial).id;
  for (const auto& label : candidate.access) {
    const auto key = SqlKeyImport::key(tx, label);
    parts_.holders.allow(tx, holder,
                         key ? *key : parts_.holders.add_key(tx, parts_.holders.add_room(tx, label).id, label).id);
  }
  const auto id = static_cast<std::int64_t>(holder);
  parts_.search.put(tx, kHolderRecord, id, {old.fullname, old.serial});
  parts_.audit.record(tx, console(), {"imported", kHolderRecord, id});
  return holder;
}

// Who has a key that is in two hands is for people to find out.
void KeyImport::take_key(Transaction& tx, Candidate& candidate, const std::string& label,
                         std::optional<HolderId> holder) const {
  const auto& hands = hands_.at(label);
  if (hands.size() > 1) {
    const auto& other = hands[0] == candidate.old.row ? hands[1] : hands[0];
    candidate.doubts.push_back(_("The key {key} is held by the row {row} too; it was taken over for neither.")
                                   .with("key", label)
                                   .with("row", other));
    return;
  }
  const auto key = SqlKeyImport::key(tx, label);
  if (key && SqlKeyImport::is_out(tx, *key)) {
    candidate.doubts.push_back(_("The key {key} is out with somebody else here.").with("key", label));
    return;
  }
  ++candidate.keys_out;
  if (!holder) return;
  const auto known = key ? *key : parts_.holders.add_key(tx, parts_.holders.add_room(tx, label).id, label).id;
  SqlKeyOffice::open(tx, known, *holder, parts_.clock.now(), "import");
}

}  // namespace key_cabinet
