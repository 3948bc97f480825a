// The names that the plugin with the accounts tells; none where no plugin has accounts. Filled once when the plugins
// have started; thread-safe afterwards.
#pragma once

#include "callboard/people.hpp"

namespace callboard::host {

class PluginsPeopleNames : public PeopleNames {
 public:
  void set(std::vector<const PeopleNames*> tellers) { teller_ = tellers.empty() ? nullptr : tellers.front(); }

  std::map<UserId, PersonName> names(Transaction& tx, const std::vector<UserId>& users) const override {
    return teller_ && !users.empty() ? teller_->names(tx, users) : std::map<UserId, PersonName>();
  }
  std::vector<UserId> named(Transaction& tx, const std::string& text) const override {
    return teller_ ? teller_->named(tx, text) : std::vector<UserId>();
  }
  std::map<UserId, PersonAddress> addresses(Transaction& tx, const std::vector<UserId>& users) const override {
    return teller_ && !users.empty() ? teller_->addresses(tx, users) : std::map<UserId, PersonAddress>();
  }
  std::vector<UserId> with_role(Transaction& tx, const std::string& role) const override {
    return teller_ ? teller_->with_role(tx, role) : std::vector<UserId>();
  }

 private:
  const PeopleNames* teller_ = nullptr;
};

}  // namespace callboard::host
