#include "own_data.hpp"

#include <fmt/chrono.h>

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kMostEvents = 10'000;

// RFC 3339.
std::string iso(Time time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(
                         std::chrono::time_point_cast<std::chrono::system_clock::duration>(time))));
}

json sessions_of(const std::vector<Session>& sessions) {
  json all = json::array();
  for (const auto& session : sessions) {
    all.push_back({{"signed_in_at", iso(session.created_at)},
                   {"last_seen_at", iso(session.last_seen_at)},
                   {"address", session.address},
                   {"device", session.agent}});
  }
  return all;
}

json journal_of(const std::vector<JournalEntry>& entries) {
  json all = json::array();
  for (const auto& entry : entries) {
    all.push_back(
        {{"at", iso(entry.at)}, {"event", name_of(entry.event)}, {"address", entry.address}, {"device", entry.agent}});
  }
  return all;
}

}  // namespace

json OwnData::collect(Transaction& tx, UserId id) const {
  const auto user = parts_.users.find(tx, id);
  if (!user) return {};
  return {{"username", user->name},
          {"email", user->email},
          {"email_verified", user->email_verified},
          {"full_name", user->full_name},
          {"phone", user->phone},
          {"bio", user->bio},
          {"roles", user->roles},
          {"registered_at", iso(user->created_at)},
          {"privacy_accepted", user->privacy_accepted ? json(iso(*user->privacy_accepted)) : json()},
          {"sessions", sessions_of(parts_.sessions.list(tx, id, parts_.clock.now()))},
          {"journal", journal_of(parts_.journal.read(tx, id, 0, kMostEvents))}};
}

// Sessions, tokens, links, factors and journal go with the row, which AccountRemoval removes last.
void OwnData::erase(Transaction& tx, UserId id) const {
  parts_.media.release(tx, "accounts.picture", static_cast<std::int64_t>(id));
}

}  // namespace accounts
