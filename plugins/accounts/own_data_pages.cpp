#include "own_data_pages.hpp"

#include <callboard/moment.hpp>

#include "client.hpp"
#include "session_authenticator.hpp"
#include "sign_in_pages.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

// Indented: a person may want to read it.
Response OwnDataPages::download(const Request& request, const Visitor& visitor) const {
  const auto data = parts_.database.transact([&](Transaction& tx) {
    parts_.journal.write(tx, visitor.user, Event::DataExported, client_of(request), parts_.clock.now());
    return parts_.data.collect(tx, visitor.user);
  });
  return Response::bytes(data.dump(2) + "\n", "application/json")
      .header("Content-Disposition", "attachment; filename=\"my-data.json\"")
      .header("Cache-Control", "no-store");
}

Response OwnDataPages::ask_to_delete() const { return parts_.view.render("accounts/delete"); }

Response OwnDataPages::remove(const Request& request, const Visitor& visitor) const try {
  const auto& form = request.form();
  if (!parts_.sign_in.check_again(visitor.user, form.value("password"), device_of(request), client_of(request))) {
    return refuse(_("This is not your password."), HttpStatus::UnprocessableContent);
  }
  const auto removal = parts_.database.transact([&](Transaction& tx) { return remove(tx, visitor.user); });
  if (removal == Removal::LastAdmin) {
    return refuse(_("You are the only administrator. Make somebody else one first."), HttpStatus::Conflict);
  }
  return see_other("/").cookie(no_session_cookie(request)).flash(_("Your account is deleted."), Flash::Kind::Info);
} catch (const TooMany& refusal) {
  return refuse(refusal.public_text(), HttpStatus::TooManyRequests)
      .header("Retry-After", std::to_string(refusal.retry_after().count()));
}

// The last mail to this address; what is left of it goes when the outbox is cleared.
Removal OwnDataPages::remove(Transaction& tx, UserId id) const {
  const auto user = parts_.users.find(tx, id);
  const auto removal = parts_.removal.remove(tx, id);
  if (removal == Removal::Done && user && !user->email.empty()) {
    parts_.mailer.send(tx, {user->email,
                            _("Your account is deleted"),
                            "accounts/mail_left",
                            {{"name", user->name}, {"at", moment(parts_.clock.now())}},
                            user->language});
  }
  return removal;
}

Response OwnDataPages::refuse(Text why, HttpStatus status) const {
  Faults faults;
  faults.add("password", why);
  return parts_.view.render("accounts/delete", {{"faults", faults.json()}}, status)
      .flash(std::move(why), Flash::Kind::Danger);
}

}  // namespace accounts
