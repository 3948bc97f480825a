#include "reviews_admin.hpp"

#include <array>

#include "words.hpp"

namespace reviews {

using namespace callboard;

namespace {

AdminField shown(const char* name, Text label, AdminKind kind, std::string sql = {}) {
  AdminField field{.name = name, .label = std::move(label), .kind = kind, .sql = std::move(sql)};
  field.editable = false;
  return field;
}

std::vector<AdminChoice> state_words() {
  std::vector<AdminChoice> words;
  for (const auto state : {State::Pending, State::Approved, State::Rejected, State::Withdrawn, State::Deleted}) {
    words.push_back({std::string(name_of(state)), label_of(state)});
  }
  return words;
}

std::vector<AdminChoice> deed_words() {
  std::vector<AdminChoice> words;
  for (const auto deed : {Deed::Approved, Deed::Edited, Deed::Kept, Deed::Rejected, Deed::Deleted, Deed::Replied}) {
    words.push_back({std::string(name_of(deed)), label_of(deed)});
  }
  return words;
}

AdminResource only_read(AdminResource resource) {
  resource.may_create = resource.may_change = resource.may_remove = false;
  return resource;
}

}  // namespace

AdminResource reviews_resource(Engine engine) {
  const std::string about =
      engine == Engine::Mysql ? "CONCAT(t.subject_kind, ':', t.subject_id)" : "(t.subject_kind || ':' || t.subject_id)";
  auto state = shown("state", _("State"), AdminKind::Choice);
  state.filterable = true;
  state.choices = state_words();
  auto created = shown("created_at", _("Written"), AdminKind::Moment);
  created.sortable = created.filterable = true;
  auto author = shown("author_id", _("Author"), AdminKind::Reference);
  author.resource = "users";
  author.filterable = true;
  auto stars = shown("public_stars", _("Stars, public"), AdminKind::Number);
  stars.filterable = true;
  auto text = shown("text", _("Text"), AdminKind::LongText,
                    "(SELECT l.body FROM reviews_revisions l WHERE l.review_id = t.id AND l.number = t.latest)");
  text.listed = false;
  return only_read(
      {.name = "reviews/all",
       .record = "review",
       .label = _("All reviews"),
       .one = _("Review"),
       .table = "reviews_reviews",
       .title = about,
       .fields = {state, stars, author, created, shown("changed_at", _("Changed"), AdminKind::Moment), text},
       .sort = "-created_at",
       .audit_words = deed_words(),
       .person = [](const nlohmann::json& record) -> std::optional<UserId> {
         const auto& id = record.at("author_id");
         return id.is_null() ? std::nullopt : std::optional(UserId{id.get<std::int64_t>()});
       },
       .page = [](std::int64_t id) { return "/admin/reviews/" + std::to_string(id); }});
}

AdminResource decisions_resource() {
  auto at = shown("at", _("When"), AdminKind::Moment);
  at.sortable = at.filterable = true;
  auto by = shown("by_id", _("Who"), AdminKind::Reference);
  by.resource = "users";
  auto review = shown("review_id", _("Review"), AdminKind::Reference);
  review.resource = "reviews/all";
  review.filterable = true;
  auto decision = shown("decision", _("Decision"), AdminKind::Choice);
  decision.choices = deed_words();
  return only_read({.name = "reviews/decisions",
                    .record = "review_decision",
                    .label = _("Decisions"),
                    .one = _("Decision"),
                    .table = "reviews_decisions",
                    .title = "t.decision",
                    .fields = {review, decision, shown("revision", _("On version"), AdminKind::Number),
                               shown("reason", _("Reason"), AdminKind::LongText), by, at},
                    .sort = "-at",
                    .version = "0"});
}

}  // namespace reviews
