#include "moderation_data.hpp"

#include <algorithm>
#include <array>

#include <callboard/moment.hpp>

#include "api/reviews/review_data.hpp"
#include "text_parts.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;
using nlohmann::json;

namespace {

using People = std::map<UserId, PersonName>;

constexpr std::array kViews{std::pair{QueueView::Pending, "pending"}, std::pair{QueueView::Reported, "reported"},
                            std::pair{QueueView::Approved, "approved"}, std::pair{QueueView::Rejected, "rejected"},
                            std::pair{QueueView::All, "all"}};

Text label_of(QueueView view) {
  switch (view) {
    case QueueView::Pending: return _("To decide");
    case QueueView::Reported: return _("Reported");
    case QueueView::Approved: return _("Published");
    case QueueView::Rejected: return _("Not accepted");
    case QueueView::All: break;
  }
  return _("All");
}

// Moderators see the whole name.
json who(const std::optional<UserId>& user, const People& people) {
  if (!user) return _("Somebody whose account is erased");
  const auto found = people.find(*user);
  if (found == people.end()) return _("Person {id}").with("id", static_cast<std::int64_t>(*user));
  return found->second.full_name.empty() ? found->second.name
                                         : found->second.full_name + " (" + found->second.name + ")";
}

json subject_or_gone(const std::optional<SubjectKinds::Found>& found) {
  if (!found) return {{"title", _("Something that is no longer here")}, {"url", ""}, {"label", ""}};
  return {{"title", found->subject.title}, {"url", found->subject.url}, {"label", found->label}};
}

const char* shade_of(State state) {
  switch (state) {
    case State::Pending: return "warning";
    case State::Approved: return "success";
    case State::Rejected: return "danger";
    default: return "secondary";
  }
}

json review_basics(const Review& review, const People& people) {
  auto data = stars_data(review.latest.stars);
  const auto id = static_cast<std::int64_t>(review.id);
  data.update({{"id", id},
               {"seen", std::to_string(id) + ":" + std::to_string(review.version)},
               {"version", review.version},
               {"author", who(review.author, people)},
               {"state", label_of(review.state)},
               {"shade", shade_of(review.state)},
               {"parts", text_parts(review.latest.text)},
               {"at", moment(review.latest.at)},
               {"there", review.is_there()},
               {"public", review.is_public()},
               {"older_public", review.is_public() && !review.latest_is_public()},
               {"reported", review.reported_at.has_value()},
               {"approvable", review.is_there() && (review.state != State::Approved || review.reported_at)}});
  // What the reports are about, where the author has written something else since.
  if (review.reported_at && review.is_public() && !review.latest_is_public()) {
    data["reported_text"] = {{"parts", text_parts(review.published->text)}};
  }
  return data;
}

json view_links(const Moderation::Page& page, QueueView present) {
  auto links = json::array();
  for (const auto& [view, name] : kViews) {
    const auto count = view == QueueView::Pending ? page.pending : view == QueueView::Reported ? page.reported : 0;
    links.push_back({{"label", label_of(view)},
                     {"url", "/admin/reviews?show=" + std::string(name)},
                     {"current", view == present},
                     {"count", count > 0 ? std::to_string(count) : ""}});
  }
  return links;
}

json revisions_data(const Moderation::Item& item) {
  auto all = json::array();
  for (const auto& revision : item.revisions) {
    auto data = stars_data(revision.stars);
    data.update({{"number", revision.number},
                 {"text", revision.text},
                 {"at", moment(revision.at)},
                 {"edit", revision.is_edit()},
                 {"who", who(revision.is_edit() ? revision.editor : item.review.author, item.people)},
                 {"public", item.review.published && item.review.published->number == revision.number}});
    all.push_back(std::move(data));
  }
  return all;
}

json decisions_data(const Moderation::Item& item) {
  auto all = json::array();
  for (const auto& decision : item.decisions) {
    all.push_back({{"deed", label_of(decision.deed)},
                   {"revision", decision.revision},
                   {"reason", decision.reason},
                   {"who", decision.by ? who(decision.by, item.people) : json(_("Command line"))},
                   {"at", moment(decision.at)}});
  }
  return all;
}

json reports_data(const Moderation::Item& item) {
  auto all = json::array();
  for (const auto& report : item.reports) {
    all.push_back({{"who", who(report.by, item.people)},
                   {"reason", report.reason},
                   {"at", moment(report.at)},
                   {"open", report.open}});
  }
  return all;
}

}  // namespace

std::optional<QueueView> view_named(const std::string& name) {
  const auto found = std::find_if(kViews.begin(), kViews.end(), [&](const auto& each) { return each.second == name; });
  return found == kViews.end() ? std::nullopt : std::optional(found->first);
}

std::string name_of(QueueView view) {
  return std::find_if(kViews.begin(), kViews.end(), [&](const auto& each) { return each.first == view; })->second;
}

json queue_data(const Moderation::Page& page, QueueView view, const Visitor& visitor) {
  auto reviews = json::array();
  for (const auto& review : page.reviews) {
    auto data = review_basics(review, page.people);
    const auto subject = page.subjects.find(review.subject);
    data["subject"] = subject_or_gone(subject == page.subjects.end() ? std::nullopt : std::optional(subject->second));
    const auto claim = page.claims.find(review.id);
    if (claim != page.claims.end() && claim->second != visitor.user) data["open_at"] = who(claim->second, page.people);
    reviews.push_back(std::move(data));
  }
  return {{"views", view_links(page, view)},
          {"show", name_of(view)},
          {"reviews", std::move(reviews)},
          {"next", page.next ? "/admin/reviews?show=" + name_of(view) + "&after=" + text_of(*page.next) : ""}};
}

json item_data(const Moderation::Item& item, const Visitor&) {
  auto data = review_basics(item.review, item.people);
  data["subject"] = subject_or_gone(item.subject);
  data["revisions"] = revisions_data(item);
  data["decisions"] = decisions_data(item);
  data["reports"] = reports_data(item);
  data["reply_text"] = item.review.reply;
  data["edited_text"] = item.review.latest_is_public() ? item.review.published->text : item.review.latest.text;
  data["public_url"] = "/reviews?subject=" + text_of(item.review.subject);
  if (item.open_at) data["open_at"] = who(item.open_at, item.people);
  return data;
}

Text told(const Moderation::Result& result) {
  switch (result.outcome) {
    case Moderation::Outcome::AuthorChanged:
      return _("The author has changed the review meanwhile. Nothing was decided: read the new text first.");
    case Moderation::Outcome::Withdrawn: return _("The author has withdrawn the review meanwhile.");
    case Moderation::Outcome::NotPublic: return _("Only a published review can have a reply.");
    case Moderation::Outcome::ColleagueDecided: break;
    default: return _("Something in the form is not right.");
  }
  switch (result.deed.value_or(Deed::Kept)) {
    case Deed::Approved:
      return _("{name} was quicker and has approved it. Nothing else was done.").with("name", result.colleague);
    case Deed::Edited:
      return _("{name} was quicker and has edited and approved it. Nothing else was done.")
          .with("name", result.colleague);
    case Deed::Rejected:
      return _("{name} was quicker and has rejected it. Nothing else was done.").with("name", result.colleague);
    case Deed::Deleted:
      return _("{name} was quicker and has deleted it. Nothing else was done.").with("name", result.colleague);
    case Deed::Replied:
      return _("{name} has replied to it meanwhile. Nothing else was done.").with("name", result.colleague);
    case Deed::Kept: break;
  }
  return _("{name} was quicker and has kept it. Nothing else was done.").with("name", result.colleague);
}

}  // namespace reviews
