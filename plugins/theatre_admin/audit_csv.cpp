#include "audit_csv.hpp"

#include <callboard/local_time.hpp>

#include "audit_words.hpp"

namespace theatre_admin {

using namespace callboard;

namespace {

// A spreadsheet would run what begins like a formula.
std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(0, "'");
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string row(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& one : cells) line += (line.empty() ? "" : ",") + cell(one);
  return line + "\r\n";
}

}  // namespace

std::string audit_csv_head() {
  return "\xEF\xBB\xBF" +
         row({"entry", "at_utc", "who_kind", "who_id", "who", "action", "record", "record_id", "field", "old", "new"});
}

std::string audit_csv_rows(const AuditedEntry& audited, const Text& who) {
  static constexpr const char* kKinds[] = {"anonymous", "person", "device", "console"};
  const auto& entry = audited.entry;
  const std::vector<std::string> first{std::to_string(audited.id),
                                       local_text(audited.at, "UTC"),
                                       kKinds[static_cast<std::size_t>(audited.by)],
                                       std::to_string(audited.by_id),
                                       who.english(),
                                       entry.action,
                                       entry.record,
                                       std::to_string(entry.record_id)};
  const auto with = [&](const std::string& field, const std::string& before, const std::string& after) {
    auto cells = first;
    cells.insert(cells.end(), {field, before, after});
    return row(cells);
  };
  if (entry.changes.empty()) return with("", "", "");
  std::string rows;
  for (const auto& change : entry.changes) {
    const bool removed = AuditWords::is_removed(entry, change);
    rows += with(change.field, removed ? "(removed)" : change.before, removed ? "(removed)" : change.after);
  }
  return rows;
}

}  // namespace theatre_admin
