#include "moderation_pages.hpp"

#include "moderation_data.hpp"
#include "review_rules.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;
using nlohmann::json;

namespace {

using Wish = Moderation::Wish;
using Outcome = Moderation::Outcome;

constexpr const char* kQueue = "/admin/reviews";

QueueView view_in(const std::string& name) {
  const auto view = view_named(name.empty() ? "pending" : name);
  if (!view) throw BadRequest(_("There is no such page."), "a view of the reviews' queue that is none");
  return *view;
}

[[noreturn]] void unreadable() { throw BadRequest(_("The form could not be read.")); }

Seen seen_in(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) unreadable();
  const auto id = number_in(std::string_view(text).substr(0, colon));
  const auto version = number_in(std::string_view(text).substr(colon + 1));
  if (!id || !version || *id < 1) unreadable();
  return {ReviewId{*id}, *version};
}

std::vector<Seen> all_seen(const Form& form) {
  std::vector<Seen> all;
  for (const auto& text : form.all("review")) all.push_back(seen_in(text));
  if (all.size() > static_cast<std::size_t>(Moderation::kPage)) unreadable();
  return all;
}

Moderation::Verdict bulk_verdict(const Form& form) {
  const auto action = form.value("action");
  if (action == "approve") return {Wish::Approve, ""};
  if (action == "reject") return {Wish::Reject, tidy(form.value("reason"))};
  if (action == "delete") return {Wish::Delete, tidy(form.value("reason"))};
  unreadable();
}

Text done_text(Wish wish) {
  switch (wish) {
    case Wish::Approve: return _("The review is approved.");
    case Wish::Edit: return _("The review is public with your changes.");
    case Wish::Reject: return _("The review is rejected.");
    case Wish::Delete: return _("The review is deleted.");
    case Wish::Reply: break;
  }
  return _("The reply is saved.");
}

Text done_text(Wish wish, int count) {
  const auto text = [&] {
    switch (wish) {
      case Wish::Approve: return plural("{count} review is approved.", "{count} reviews are approved.", count);
      case Wish::Reject: return plural("{count} review is rejected.", "{count} reviews are rejected.", count);
      default: return plural("{count} review is deleted.", "{count} reviews are deleted.", count);
    }
  }();
  return text.with("count", count);
}

// "?open=reject": which panel is open, for who has no script.
std::string opened_field(const Request& request) {
  const auto panel = request.query("open").value_or("");
  return panel == "reject" ? "reason" : panel == "edit" ? "text" : "";
}

std::string item_url(ReviewId id) { return kQueue + ("/" + std::to_string(static_cast<std::int64_t>(id))); }

}  // namespace

void ModerationPages::add_routes(Routes& routes) {
  const auto admin = role("admin");
  routes.get(kQueue, admin, [this](const Request& r, const Visitor& v) { return queue(r, v); });
  routes.post(kQueue, admin, [this](const Request& r, const Visitor& v) { return decide_many(r, v); });
  routes.get("/admin/reviews/{id:int}", admin, [this](const Request& r, const Visitor& v) { return item(r, v); });
  routes.post("/admin/reviews/{id:int}/claim", admin,
              [this](const Request& r, const Visitor& v) { return keep_open(r, v); });
  const auto add = [&](const char* pattern, Wish wish, const char* field) {
    routes.post(pattern, admin,
                [this, wish, field](const Request& r, const Visitor& v) { return decide(r, v, wish, field); });
  };
  add("/admin/reviews/{id:int}/approve", Wish::Approve, "");
  add("/admin/reviews/{id:int}/edit", Wish::Edit, "text");
  add("/admin/reviews/{id:int}/reject", Wish::Reject, "reason");
  add("/admin/reviews/{id:int}/delete", Wish::Delete, "deletion_reason");
  add("/admin/reviews/{id:int}/reply", Wish::Reply, "reply");
}

Response ModerationPages::queue(const Request& request, const Visitor& visitor) const {
  const auto view = view_in(request.query("show").value_or(""));
  std::optional<Cursor> after;
  if (const auto text = request.query("after")) {
    after = cursor_in(*text);
    if (!after) throw BadRequest(_("There is no such page."), "a cursor of the reviews' queue that is none");
  }
  return show_queue(visitor, view, after, nullptr, {}, HttpStatus::Ok);
}

Response ModerationPages::show_queue(const Visitor& visitor, QueueView view, const std::optional<Cursor>& after,
                                     const Form* typed, const Faults& faults, HttpStatus status) const {
  auto data = queue_data(moderation_.queue(visitor, view, after), view, visitor);
  data["values"] = {{"reason", typed ? typed->value("reason") : ""}};
  data["faults"] = faults.json();
  data["rejecting"] = typed != nullptr && typed->value("action") == "reject";
  if (typed) {
    const auto chosen = typed->all("review");
    for (auto& review : data["reviews"]) {
      review["chosen"] = std::find(chosen.begin(), chosen.end(), review["seen"].get<std::string>()) != chosen.end();
    }
  }
  return pages_.render("reviews/queue", std::move(data), visitor, kQueue, status);
}

Response ModerationPages::decide_many(const Request& request, const Visitor& visitor) const {
  const auto& form = request.form();
  const auto view = view_in(form.value("show"));
  const auto back = [&] { return see_other(kQueue + ("?show=" + name_of(view))); };
  if (const auto one = form.get("approve")) {
    const auto result = moderation_.decide(visitor, seen_in(*one), {Wish::Approve, ""});
    if (result.outcome == Outcome::Done) return back().flash(done_text(Wish::Approve));
    return back().flash(told(result), Flash::Kind::Warning);
  }
  const auto seen = all_seen(form);
  const auto verdict = bulk_verdict(form);
  if (seen.empty()) return back().flash(_("Choose at least one review first."), Flash::Kind::Info);
  const auto many = moderation_.decide_many(visitor, seen, verdict);
  if (many.faults) {
    return show_queue(visitor, view, {}, &form, many.faults, HttpStatus::UnprocessableContent)
        .flash(_("Something in the form is not right."), Flash::Kind::Danger);
  }
  auto response = many.done > 0 ? back().flash(done_text(verdict.wish, many.done)) : back();
  if (many.skipped == 0) return response;
  return std::move(response).flash(
      plural("{count} review was left out: somebody changed it or decided on it meanwhile.",
             "{count} reviews were left out: somebody changed them or decided on them meanwhile.", many.skipped)
          .with("count", many.skipped),
      Flash::Kind::Warning);
}

Response ModerationPages::item(const Request& request, const Visitor& visitor) const {
  return show_item(visitor, request.path<ReviewId>("id"), {opened_field(request), {}, {}}, HttpStatus::Ok);
}

// For the page's script: 204, or 409 where a colleague has it open by now.
Response ModerationPages::keep_open(const Request& request, const Visitor& visitor) const {
  const bool kept = moderation_.keep_open(visitor, request.path<ReviewId>("id"));
  return Response(kept ? HttpStatus::NoContent : HttpStatus::Conflict);
}

Response ModerationPages::show_item(const Visitor& visitor, ReviewId id, const Typed& typed, HttpStatus status) const {
  auto data = item_data(moderation_.open(visitor, id), visitor);
  data["values"] = {
      {"text", data["edited_text"]}, {"reply", data["reply_text"]}, {"reason", ""}, {"deletion_reason", ""}};
  if (!typed.text.empty() || typed.faults) data["values"][typed.field] = typed.text;
  // One text of a decision, whose field has its own name where a page has two.
  data["faults"] = json::object();
  if (typed.faults) data["faults"][typed.field] = typed.faults.all().begin()->second;
  if (!typed.field.empty()) data["opened_" + typed.field] = true;
  return pages_.render("reviews/item", std::move(data), visitor, kQueue, status);
}

Response ModerationPages::decide(const Request& request, const Visitor& visitor, Wish wish, const char* field) const {
  const auto id = request.path<ReviewId>("id");
  const auto& form = request.form();
  const auto version = number_in(form.value("version"));
  if (!version) unreadable();
  const auto text = *field ? tidy(form.value(field)) : std::string();
  const auto result = moderation_.decide(visitor, {id, *version}, {wish, text});
  switch (result.outcome) {
    case Outcome::Done: break;
    case Outcome::Faulty:
      return show_item(visitor, id, {field, text, result.faults}, HttpStatus::UnprocessableContent)
          .flash(_("Something in the form is not right."), Flash::Kind::Danger);
    default:
      return show_item(visitor, id, {field, text, {}}, HttpStatus::Conflict).flash(told(result), Flash::Kind::Warning);
  }
  return see_other(wish == Wish::Reply ? item_url(id) : kQueue).flash(done_text(wish));
}

}  // namespace reviews
