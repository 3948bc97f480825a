#include "mail_pages.hpp"

#include <algorithm>

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

bool concerns(const MailKindWords& words, const Visitor& visitor) {
  return words.kind != MailKind::Requests || visitor.has_role("teacher") || visitor.has_role("admin");
}

}  // namespace

void MailPages::add_routes(Routes& routes) {
  routes.get("/enrolments/mails", signed_in, [this](const Request&, const Visitor& v) { return show(v); });
  routes.post("/enrolments/mails", signed_in, [this](const Request& r, const Visitor& v) { return choose(r, v); });
}

Response MailPages::show(const Visitor& visitor) const {
  const auto off = parts_.database.read_single([&](Transaction& tx) { return SqlMailChoices::off(tx, visitor.user); });
  auto kinds = json::array();
  for (const auto& words : mail_kinds()) {
    if (!concerns(words, visitor)) continue;
    json kind{{"name", words.name}, {"label", words.label}, {"without", words.without}};
    if (!off.contains(words.kind)) kind["on"] = true;
    kinds.push_back(std::move(kind));
  }
  return parts_.view.render("courses/mails", {{"kinds", std::move(kinds)}});
}

// What is not ticked is off; kinds that this visitor is not asked for stay as they are.
Response MailPages::choose(const Request& request, const Visitor& visitor) const {
  const auto on = request.form().all("kinds");
  parts_.database.transact([&](Transaction& tx) {
    auto off = SqlMailChoices::off(tx, visitor.user);
    for (const auto& words : mail_kinds()) {
      if (!concerns(words, visitor)) continue;
      if (std::find(on.begin(), on.end(), words.name) == on.end()) {
        off.insert(words.kind);
      } else {
        off.erase(words.kind);
      }
    }
    SqlMailChoices::choose(tx, visitor.user, off);
  });
  return see_other("/enrolments/mails").flash(_("Your choice is saved."));
}

}  // namespace courses
