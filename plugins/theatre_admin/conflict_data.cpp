#include "conflict_data.hpp"

#include <algorithm>

#include <callboard/moment.hpp>

#include "record_history.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kLastEntries = 50;

// What is sent again for a value that was typed: an empty text where there is nothing, so that it is not left alone.
json typed_again(const EditingParts& parts, const AdminField& field, const SentForm& sent) {
  auto inputs = json::array();
  if (const auto picture = sent.pictures.find(field.name); picture != sent.pictures.end()) {
    const bool removed = picture->second.name.empty();
    inputs.push_back({{"input", (removed ? "remove_" : "kept_") + field.name},
                      {"value", removed ? "1" : parts.uploads.sealed(picture->second)}});
    return inputs;
  }
  const auto texts = sent.texts.find(field.name);
  if (texts != sent.texts.end()) {
    for (const auto& text : texts->second) inputs.push_back({{"input", field.name}, {"value", text}});
  }
  if (inputs.empty()) inputs.push_back({{"input", field.name}, {"value", ""}});
  return inputs;
}

// Where it is not known what the form began with, its values count as meant.
bool touched(const SentForm& sent, const std::string& field, const json& value) {
  return !sent.base.contains(field) || sent.base[field] != mark_of(value);
}

json latest(const std::vector<AuditedEntry>& entries, const std::map<UserId, PersonName>& names,
            const std::string& field) {
  const auto changed = [&](const AuditedEntry& entry) {
    const auto& changes = entry.entry.changes;
    return std::any_of(changes.begin(), changes.end(), [&](const auto& change) { return change.field == field; });
  };
  const auto entry = std::find_if(entries.begin(), entries.end(), changed);
  if (entry == entries.end()) return nullptr;
  return {{"at", moment(entry->at)}, {"by", author(*entry, names)}};
}

// The text as it was typed, where it does not hold.
json mine_in_words(FieldValues& values, const AdminField& field, const SentForm& sent, const ReadForm& read) {
  if (read.values.contains(field.name)) return values.to_words(field, read.values[field.name]);
  auto words = json::array();
  const auto texts = sent.texts.find(field.name);
  if (texts == sent.texts.end()) return words;
  for (const auto& text : texts->second) words.push_back({{"text", text}});
  return words;
}

}  // namespace

json conflict_data(const EditingParts& parts, Transaction& tx, const AdminCall&, const AdminResource& resource,
                   const Record& now, const SentForm& sent) {
  auto values = parts.values(tx);
  const auto read = read_sent(values, resource, sent);
  const auto entries = parts.audit.history(tx, resource.record, id_of(now), kLastEntries);
  const auto names = authors(parts, tx, entries);
  auto fields = json::array();
  for (const auto& field : resource.fields) {
    const bool said = sent.texts.contains(field.name) || sent.pictures.contains(field.name);
    if (!said) continue;
    const auto mine = read.values.value(field.name, json());
    const bool holds = read.values.contains(field.name);
    if (holds && values.same(field, now[field.name], mine)) continue;
    // Who only left an old value in the form does not mean to undo what somebody else wrote.
    const bool keep_mine = !holds || touched(sent, field.name, mine);
    json data{{"name", field.name},
              {"label", field.label},
              {"mine", mine_in_words(values, field, sent, read)},
              {"theirs", values.to_words(field, now[field.name])},
              {"inputs", typed_again(parts, field, sent)},
              {"keep_mine", keep_mine},
              {"both", keep_mine && touched(sent, field.name, now[field.name])}};
    if (auto last = latest(entries, names, field.name); !last.is_null()) data["latest"] = std::move(last);
    fields.push_back(std::move(data));
  }
  const auto page = address_of(resource, id_of(now));
  json data{{"title", title_of(now)},
            {"fields", std::move(fields)},
            {"action", page + "/edit"},
            {"back", page},
            {"version", std::to_string(version_of(now))}};
  auto base = json::object();
  for (const auto& field : resource.fields) base[field.name] = mark_of(now[field.name]);
  data["base"] = base.dump();
  if (!entries.empty()) data["last"] = {{"at", moment(entries.front().at)}, {"by", author(entries.front(), names)}};
  return data;
}

}  // namespace theatre_admin
