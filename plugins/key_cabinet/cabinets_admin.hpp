// Cabinets in the administration: where they are, what they last told, until when their credentials hold.
#pragma once

#include <callboard/admin.hpp>

#include "cabinets.hpp"
#include "revocation_file.hpp"

namespace key_cabinet {

inline constexpr const char* kCabinetsPage = "/admin/keys/cabinets";

class CabinetsAdmin {
 public:
  CabinetsAdmin(callboard::Database& database, Cabinets& cabinets, RevocationFile& revocations,
                const callboard::Clock& clock, const Settings& settings)
      : engine_(database.engine()),
        cabinets_(cabinets),
        revocations_(revocations),
        clock_(clock),
        silent_after_(settings.silent_after) {}

  callboard::AdminResource resource();
  // Cabinets that are trusted and were not heard of for too long.
  callboard::PendingWork silent() const;

 private:
  callboard::AdminWrites writes() const;
  callboard::AdminAction revoke();

  callboard::Engine engine_;
  Cabinets& cabinets_;
  RevocationFile& revocations_;
  const callboard::Clock& clock_;
  std::chrono::seconds silent_after_;
};

// How many cabinets are trusted at `now` and were not heard of since `since`. In sql_cabinet_counts.cpp.
long long silent_cabinets(callboard::Transaction& tx, callboard::Time now, callboard::Time since);
// Whether a key, a loan, an event or a snapshot names this cabinet: then it stays, for the history.
bool is_referred_to(callboard::Transaction& tx, CabinetId cabinet);
// Removes it and its dead credentials.
void remove_cabinet(callboard::Transaction& tx, CabinetId cabinet);
bool name_is_taken(callboard::Transaction& tx, const std::string& name, CabinetId by_another_than);

}  // namespace key_cabinet
