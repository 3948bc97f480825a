// Tells the holder and the administrators of a key that should be back, once for each loan. Thread-safe; several hosts
// may do it at the same time.
#pragma once

#include <callboard/people.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>

#include "overdue_repository.hpp"

namespace key_cabinet {

class OverdueKeys {
 public:
  // What it uses; all of it outlives it.
  struct Parts {
    callboard::Database& database;
    const OverdueRepository& rows;
    const callboard::Clock& clock;
    const callboard::Site& site;
    const callboard::PeopleNames& people;
    callboard::Mailer& mailer;
    callboard::Log& log;
    callboard::Counter& told;
  };
  explicit OverdueKeys(const Parts& parts) : parts_(parts) {}

  // Returns of how many keys it told.
  int tell();

 private:
  bool tell_of(callboard::Transaction& tx, const OverdueLoan& loan);
  void mail(callboard::Transaction& tx, const OverdueLoan& loan);
  void mail_to(callboard::Transaction& tx, const callboard::PersonAddress& person, const OverdueLoan& loan,
               bool is_holder);

  Parts parts_;
};

}  // namespace key_cabinet
