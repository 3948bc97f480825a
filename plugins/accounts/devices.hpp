// The devices that are signed in to one's account: looked through, and signed out one by one or all others.
// Whatever is ended is ended at once. Thread-safe.
#pragma once

#include "journal.hpp"
#include "sessions.hpp"

namespace accounts {

class Devices {
 public:
  Devices(callboard::Database& database, const Sessions& sessions, const Journal& journal,
          const callboard::Clock& clock)
      : database_(database), sessions_(sessions), journal_(journal), clock_(clock) {}

  // The most recently used first.
  std::vector<Session> list(const callboard::Visitor& by) const;
  // False: there is no such session, or it is somebody else's.
  bool end(const callboard::Visitor& by, SessionId id, const Client& from) const;
  // All but the visitor's own; returns how many.
  long long end_others(const callboard::Visitor& by, const Client& from) const;

 private:
  callboard::Database& database_;
  const Sessions& sessions_;
  const Journal& journal_;
  const callboard::Clock& clock_;
};

}  // namespace accounts
