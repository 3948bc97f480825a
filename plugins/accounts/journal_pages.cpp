#include "journal_pages.hpp"

#include <charconv>

#include <callboard/moment.hpp>

#include "user_agent.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

// From where somebody else did it is not for the owner to know.
json row_of(const SecurityJournal::Line& line) {
  const auto& entry = line.entry;
  json row{{"event", text_of(entry.event)}, {"at", moment(entry.at)}};
  if (!entry.by) {
    // A command on the server itself has neither.
    if (!entry.agent.empty() || !entry.address.empty()) row["device"] = device_name(entry.agent);
    row["address"] = entry.address;
  } else if (line.by.empty()) {
    row["by"] = _("By an administrator");
  } else {
    row["by"] = _("By the administrator {name}").with("name", line.by);
  }
  return row;
}

// What is no number shows the newest page.
std::int64_t asked_before(const Request& request) {
  const auto text = request.query("before").value_or("");
  std::int64_t before = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), before);
  return error == std::errc() && end == text.data() + text.size() && before > 0 ? before : 0;
}

}  // namespace

Response JournalPages::list(const Request& request, const Visitor& visitor) const {
  const auto before = asked_before(request);
  const auto page = journal_.read(visitor, before);
  auto rows = json::array();
  for (const auto& line : page.lines) rows.push_back(row_of(line));
  json data{{"entries", std::move(rows)}, {"newer", before != 0}};
  if (page.older != 0) data["older"] = page.older;
  return view_.render("accounts/journal", std::move(data));
}

}  // namespace accounts
