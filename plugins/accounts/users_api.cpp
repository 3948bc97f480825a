#include "users_api.hpp"

#include <callboard/json_body.hpp>

#include "client.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kUsersPortion = 500;

// What has no such number is answered as a number that nobody has.
template <typename Work>
Response for_user(const Request& request, const Work& work) try {
  return work(request.path<UserId>("id"));
} catch (const NotFound& absent) {
  throw NotFound(absent.what(), Text::verbatim("User not found"));
}

std::optional<std::string> changed_text(const json& body, const char* member) {
  if (!optional_text(body, member)) return std::nullopt;
  return required_text(body, member);
}

Administration::Change change_of(const Request& request) {
  const auto body = request.json();
  Administration::Change change{changed_text(body, "username"), changed_text(body, "password")};
  if (!change.name && !change.password) {
    throw BadRequest(_("Give a username or a password to change."), "nothing to change");
  }
  return change;
}

std::string as_json(const std::vector<UserName>& users, bool first) {
  std::string text;
  for (const auto& user : users) {
    text += first ? "" : ",";
    text += json{{"id", static_cast<std::int64_t>(user.id)}, {"username", user.name}}.dump();
    first = false;
  }
  return text;
}

}  // namespace

// The first portion is read before anything is sent: a database that is not there is a 503 then, no torn list.
Response UsersApi::list() const {
  return Response::stream(
      [this, first = portion(UserId{})](const Response::Write& write) {
        bool more = write("[" + as_json(first, true));
        for (auto users = first; more && users.size() == kUsersPortion;) {
          users = portion(users.back().id);
          more = users.empty() || write(as_json(users, false));
        }
        if (more) write("]");
      },
      "application/json");
}

std::vector<UserName> UsersApi::portion(UserId after) const {
  return database_.read_single([&](Transaction& tx) { return directory_.names(tx, after, kUsersPortion); });
}

Response UsersApi::add(const Request& request, const Visitor& visitor) const {
  const auto added = administration_.add(visitor, registrant_of_json(request));
  refuse_faults(added.faults, added.taken);
  return message("User added successfully", HttpStatus::Created);
}

Response UsersApi::change(const Request& request, const Visitor& visitor) const {
  const auto change = change_of(request);
  return for_user(request, [&](UserId id) {
    const auto changed = administration_.change(visitor, id, change, client_of(request));
    refuse_faults(changed.faults, changed.taken);
    return message("User updated successfully");
  });
}

Response UsersApi::remove(const Request& request, const Visitor& visitor) const {
  return for_user(request, [&](UserId id) {
    if (administration_.remove(visitor, id) == Administration::Outcome::LastAdmin) {
      throw Conflict("the last admin", _("This is the last administrator. Make somebody else one first."));
    }
    return message("User deleted successfully");
  });
}

}  // namespace accounts
