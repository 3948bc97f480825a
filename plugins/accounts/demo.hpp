// A theatre school's people to look at: students, teachers and administrators with some weeks of sign-ins behind them.
#pragma once

#include <nlohmann/json.hpp>

#include "demo_people.hpp"
#include "journal.hpp"
#include "password_hasher.hpp"
#include "session_repository.hpp"
#include "user_repository.hpp"

namespace accounts {

class Demo {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const SessionRepository& sessions;
    const Journal& journal;
    PasswordHasher& hasher;
    const callboard::Clock& clock;
  };
  explicit Demo(const Parts& parts) : parts_(parts) {}

  // Members of site.json: {"accounts": {"admin": {"username", "email", "password"}, …}}. Run again it adds nobody, but
  // those four get new passwords. An account that has a demo person's name and another address is somebody's own: it
  // is left alone and not told of.
  nlohmann::json load();

 private:
  // Nothing where the name is somebody else's.
  std::optional<UserId> add(callboard::Transaction& tx, const DemoPerson& person, const std::string& hash,
                            int hours_ago);
  void add_history(callboard::Transaction& tx, UserId id, const DemoPerson& person, int number);
  void add_session(callboard::Transaction& tx, UserId id, const Client& client, int signed_in_hours_ago,
                   int seen_hours_ago);
  std::optional<UserId> own_account(callboard::Transaction& tx, const DemoPerson& person);
  void set_password(callboard::Transaction& tx, UserId id, const std::string& hash);
  Time ago(int hours) const { return parts_.clock.now() - std::chrono::hours(hours); }

  Parts parts_;
};

}  // namespace accounts
