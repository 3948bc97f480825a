// The season of the demonstration, on top of its rooms, keys and holders: groups, hours, curfews, bookings for today
// and tomorrow, a key that is overdue and one that is lost, a card that was replaced, and what a second cabinet told
// when its network was back.
#pragma once

#include <nlohmann/json.hpp>

#include <callboard/people.hpp>
#include <callboard/search.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>

#include "holder_repository.hpp"

namespace key_cabinet {

class SeasonDemo {
 public:
  struct Parts {
    callboard::Database& database;
    const HolderRepository& holders;
    callboard::SearchIndex& search;
    const callboard::PeopleNames& people;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit SeasonDemo(const Parts& parts) : parts_(parts) {}

  // After Demo::load(). Members of site.json; run again it adds nothing.
  nlohmann::json load() const;

 private:
  void add_groups(callboard::Transaction& tx) const;
  void add_bookings(callboard::Transaction& tx) const;
  void add_device_events(callboard::Transaction& tx, std::int64_t cabinet) const;
  void link_accounts(callboard::Transaction& tx) const;
  void add_curfews(callboard::Transaction& tx) const;
  std::int64_t holder(callboard::Transaction& tx, const char* serial) const;
  std::int64_t room(callboard::Transaction& tx, const char* name) const;

  Parts parts_;
};

}  // namespace key_cabinet
