#include "devices.hpp"

namespace accounts {

using namespace callboard;

std::vector<Session> Devices::list(const Visitor& by) const {
  return database_.read_single([&](Transaction& tx) { return sessions_.rows().list(tx, by.user, clock_.now()); });
}

bool Devices::end(const Visitor& by, SessionId id, const Client& from) const {
  const auto event = id == session_of(by) ? Event::SignedOut : Event::SessionEnded;
  return database_.transact([&](Transaction& tx) {
    if (!sessions_.rows().remove(tx, by.user, id)) return false;
    journal_.write(tx, by.user, event, from, clock_.now());
    return true;
  });
}

long long Devices::end_others(const Visitor& by, const Client& from) const {
  return database_.transact([&](Transaction& tx) {
    const auto ended = sessions_.rows().remove_all(tx, by.user, session_of(by));
    if (ended > 0) journal_.write(tx, by.user, Event::OtherSessionsEnded, from, clock_.now());
    return ended;
  });
}

}  // namespace accounts
