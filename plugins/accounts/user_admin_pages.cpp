#include "user_admin_pages.hpp"

#include <callboard/moment.hpp>

#include "client.hpp"
#include "user_admin_data.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;
using Outcome = Administration::Outcome;

namespace {

constexpr std::size_t kPage = 50;
constexpr int kLastEvents = 20;

std::string page_of(UserId id) { return "/admin/users/" + std::to_string(static_cast<std::int64_t>(id)); }

Response back(const std::string& page, Outcome outcome, Text done) {
  auto response = see_other(page);
  switch (outcome) {
    case Outcome::Done: return std::move(response).flash(std::move(done));
    case Outcome::Unchanged: return std::move(response).flash(_("Nothing was changed."), Flash::Kind::Info);
    case Outcome::LastAdmin:
      return std::move(response).flash(_("This is the last administrator. Make somebody else one first."),
                                       Flash::Kind::Danger);
    case Outcome::NoRole: break;
  }
  return std::move(response).flash(_("Choose at least one role."), Flash::Kind::Danger);
}

json details(const User& user) {
  return {{"id", static_cast<std::int64_t>(user.id)},
          {"name", user.name},
          {"full_name", user.full_name},
          {"email", user.email},
          {"email_verified", user.email_verified},
          {"phone", user.phone},
          {"created_at", moment(user.created_at)},
          {"disabled", user.disabled_at.has_value()},
          {"roles", role_labels(user.roles)},
          {"role_choices", role_choices(user)}};
}

}  // namespace

Response UserAdminPages::list(const Request& request) const {
  const auto query = request.query("q").value_or("");
  const auto after = request.query("after").value_or("");
  const auto found = parts_.search.find(query, after, kPage);
  auto users = json::array();
  for (const auto& user : found.users) users.push_back(summary_data(user));
  return parts_.view.render("accounts/admin_users",
                            {{"q", query}, {"users", std::move(users)}, {"next", found.next}, {"after", after}});
}

Response UserAdminPages::show(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<UserId>("id");
  auto data = parts_.database.read([&](Transaction& tx) {
    const auto user = parts_.users.find(tx, id);
    if (!user) throw NotFound("user");
    NameBook names(tx, parts_.users);
    auto shown = details(*user);
    shown["sessions"] = parts_.sessions.list(tx, id, parts_.clock.now()).size();
    shown["journal"] = journal_data(parts_.journal.read(tx, id, 0, kLastEvents), names);
    shown["history"] =
        history_data(parts_.audit.history(tx, "user", static_cast<std::int64_t>(id), kLastEvents), names);
    return shown;
  });
  data["may_act"] = visitor.recently_authenticated;
  return parts_.view.render("accounts/admin_user", std::move(data));
}

Response UserAdminPages::set_roles(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<UserId>("id");
  const auto outcome = parts_.administration.set_roles(visitor, id, request.form().all("roles"), client_of(request));
  return back(page_of(id), outcome, _("The roles were changed. Whatever was signed in to the account has ended."));
}

Response UserAdminPages::disable(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<UserId>("id");
  return back(page_of(id), parts_.administration.disable(visitor, id, client_of(request)),
              _("The account is disabled, and whatever was signed in to it has ended."));
}

Response UserAdminPages::enable(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<UserId>("id");
  return back(page_of(id), parts_.administration.enable(visitor, id, client_of(request)),
              _("The account is enabled again."));
}

Response UserAdminPages::unlock(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<UserId>("id");
  parts_.administration.unlock(visitor, id, client_of(request));
  return back(page_of(id), Outcome::Done, _("Its owner may try to sign in again at once."));
}

Response UserAdminPages::remove(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<UserId>("id");
  if (!request.form().has("confirm")) {
    return see_other(page_of(id)).flash(_("Tick the box to confirm that the account is to go."), Flash::Kind::Warning);
  }
  const auto outcome = parts_.administration.remove(visitor, id);
  return back(outcome == Outcome::Done ? "/admin/users" : page_of(id), outcome, _("The account is deleted."));
}

}  // namespace accounts
