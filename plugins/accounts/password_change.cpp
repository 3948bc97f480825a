#include "password_change.hpp"

namespace accounts {

using namespace callboard;

PasswordChange::Changed PasswordChange::change(const Visitor& by, const Input& input) const {
  const auto user = parts_.database.read_single([&](Transaction& tx) { return parts_.users.find(tx, by.user); });
  if (!user) throw Unauthorized("the account is gone");
  Changed changed{faults(*user, input), {}};
  if (changed.faults) return changed;

  const auto hash = parts_.hasher.hash(input.new_password);
  changed.session = parts_.database.transact([&](Transaction& tx) -> std::optional<SessionCookie> {
    const auto session = parts_.sessions.find(tx, input.session_token);
    // Somebody else has just changed it, or ended this session.
    if (!session || !parts_.users.lock(tx, user->id) ||
        parts_.users.find(tx, user->id)->password_hash != user->password_hash) {
      throw Conflict("the account was changed meanwhile");
    }
    parts_.users.set_password(tx, user->id, hash);
    parts_.changes.announce(tx, *user, Event::PasswordChanged, input.client, session->id);
    return parts_.sessions.rotate(tx, *session);
  });
  return changed;
}

Faults PasswordChange::faults(const User& user, const Input& input) const {
  Faults faults;
  if (auto fault = parts_.rules.fault(input.new_password, user.name, user.email); !fault.empty()) {
    faults.add("new_password1", std::move(fault));
  }
  if (input.new_password != input.again) faults.add("new_password2", _("The two passwords differ."));
  if (!faults && input.new_password == input.old_password) {
    faults.add("new_password1", _("This is the old password. Choose another one."));
  }
  if (!faults && !parts_.sign_in.check_again(user.id, input.old_password, input.device, input.client)) {
    faults.add("old_password", _("This is not your password."));
  }
  return faults;
}

}  // namespace accounts
