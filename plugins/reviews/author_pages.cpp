#include "author_pages.hpp"

#include <callboard/moment.hpp>

#include "api/reviews/review_data.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kMine = "/reviews/mine";
const RateLimit kWriting{"reviews.write", 10, std::chrono::minutes(3)};

struct Typed {
  std::string subject, stars, text, version;
};

Typed typed_in(const Form& form) {
  return {form.value("subject"), form.value("stars"), form.value("text"), form.value("version")};
}

Draft draft_of(const Typed& typed) { return {stars_in(typed.stars), tidy(typed.text)}; }

Text word_for(int stars) {
  switch (stars) {
    case 1: return _("Poor");
    case 2: return _("Fair");
    case 3: return _("Good");
    case 4: return _("Very good");
    default: return _("Excellent");
  }
}

json stars_choices(const std::string& chosen) {
  auto choices = json::array();
  for (int stars = 5; stars >= 1; --stars) {
    auto choice = stars_data(stars);
    choice.update({{"value", stars}, {"word", word_for(stars)}, {"chosen", chosen == std::to_string(stars)}});
    choices.push_back(std::move(choice));
  }
  return choices;
}

json form_json(const Typed& typed, const Faults& faults) {
  return {{"values", {{"text", typed.text}, {"version", typed.version}}},
          {"faults", faults.json()},
          {"stars_choices", stars_choices(typed.stars)}};
}

json subject_choices(const Writing::Choices& choices, const std::string& wanted) {
  auto all = json::array();
  for (const auto& [ref, found] : choices.free) {
    const auto value = text_of(ref);
    all.push_back(
        {{"value", value}, {"kind", found.label}, {"title", found.subject.title}, {"chosen", value == wanted}});
  }
  return all;
}

std::string edit_url(ReviewId id) { return "/reviews/" + std::to_string(static_cast<std::int64_t>(id)) + "/edit"; }

json mine_json(const Review& review, const Writing::Mine& mine) {
  auto data = stars_data(review.latest.stars);
  const auto subject = mine.subjects.find(review.subject);
  const auto reason = mine.reasons.find(review.id);
  const bool found = subject != mine.subjects.end();
  data.update({{"id", static_cast<std::int64_t>(review.id)},
               {"title", found ? json(subject->second.subject.title) : json(_("Something that is no longer here"))},
               {"url", found ? subject->second.subject.url : ""},
               {"state", label_of(review.state)},
               {"shade", review.state == State::Approved   ? "success"
                         : review.state == State::Pending  ? "warning"
                         : review.state == State::Rejected ? "danger"
                                                           : "secondary"},
               {"text", review.latest.text},
               {"at", moment(review.latest.at)},
               {"there", review.is_there()},
               {"edited", review.latest_is_public() && review.published->is_edit() ? review.published->text : ""},
               {"older_public", review.is_public() && !review.latest_is_public()},
               {"reason", review.state == State::Rejected && reason != mine.reasons.end() ? reason->second : ""},
               {"reply", review.reply}});
  return data;
}

Response too_often(Response page, std::chrono::seconds wait) {
  page.headers().set("Retry-After", std::to_string(wait.count()));
  return std::move(page).flash(_("You write too often. Try again in a few minutes."), Flash::Kind::Danger);
}

}  // namespace

void AuthorPages::add_routes(Routes& routes) {
  const auto student = role("student");
  routes.get("/reviews/new", student, [this](const Request& r, const Visitor& v) { return blank(r, v); });
  routes.post("/reviews/new", student, [this](const Request& r, const Visitor& v) { return write(r, v); });
  // What one has written is one's own, whatever roles one has by now.
  routes.get(kMine, signed_in, [this](const Request&, const Visitor& v) { return mine(v); });
  routes.get("/reviews/{id:int}/edit", signed_in, [this](const Request& r, const Visitor& v) { return edit(r, v); });
  routes.post("/reviews/{id:int}/edit", signed_in, [this](const Request& r, const Visitor& v) { return revise(r, v); });
  routes.post("/reviews/{id:int}/withdraw", signed_in,
              [this](const Request& r, const Visitor& v) { return withdraw(r, v); });
}

std::chrono::seconds AuthorPages::wait(const Visitor& visitor) const {
  return limiter_.take(kWriting, std::to_string(static_cast<std::int64_t>(visitor.user)));
}

Response AuthorPages::blank(const Request& request, const Visitor& visitor) const {
  const auto wanted = request.query("subject").value_or("");
  const auto choices = writing_.choices(visitor, subject_in(wanted));
  if (choices.own) {
    return see_other(edit_url(*choices.own))
        .flash(_("You have reviewed this already. Here you can change your review."), Flash::Kind::Info);
  }
  auto data = form_json({}, {});
  data["subjects"] = subject_choices(choices, wanted);
  data["nothing"] = choices.free.empty();
  return view_.render("reviews/new", std::move(data));
}

Response AuthorPages::write(const Request& request, const Visitor& visitor) const {
  const auto typed = typed_in(request.form());
  const auto again = [&](const Writing::Written& written, HttpStatus status) {
    auto data = form_json(typed, written.faults);
    data["subjects"] = subject_choices(writing_.choices(visitor, {}), typed.subject);
    if (written.before) data["before"] = edit_url(*written.before);
    return view_.render("reviews/new", std::move(data), status);
  };
  const auto draft = draft_of(typed);
  if (!faults_of(draft)) {
    if (const auto left = wait(visitor); left.count() > 0) {
      return too_often(again({}, HttpStatus::TooManyRequests), left);
    }
  }
  const auto written = writing_.write(visitor, typed.subject, draft);
  if (!written.faults) {
    return see_other(kMine).flash(_("Thank you! Your review will be public once the school has read it."));
  }
  return again(written, HttpStatus::UnprocessableContent)
      .flash(_("Something in the form is not right."), Flash::Kind::Danger);
}

Response AuthorPages::mine(const Visitor& visitor) const {
  const auto mine = writing_.mine(visitor);
  auto reviews = json::array();
  for (const auto& review : mine.reviews) reviews.push_back(mine_json(review, mine));
  return view_.render("reviews/mine", {{"reviews", std::move(reviews)}, {"student", visitor.has_role("student")}});
}

Response AuthorPages::edit(const Request& request, const Visitor& visitor) const {
  const auto one = writing_.own(visitor, request.path<ReviewId>("id"));
  const auto& review = one.review;
  auto data =
      form_json({"", std::to_string(review.latest.stars), review.latest.text, std::to_string(review.version)}, {});
  data["id"] = static_cast<std::int64_t>(review.id);
  data["title"] = one.subject ? one.subject->subject.title : "";
  data["public"] = review.is_public();
  return view_.render("reviews/edit", std::move(data));
}

Response AuthorPages::revise(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<ReviewId>("id");
  const auto typed = typed_in(request.form());
  const auto one = writing_.own(visitor, id);
  const auto again = [&](const Faults& faults, HttpStatus status) {
    auto data = form_json(typed, faults);
    data["id"] = static_cast<std::int64_t>(id);
    data["title"] = one.subject ? one.subject->subject.title : "";
    data["public"] = one.review.is_public();
    // What was typed may be sent once more, now that its writer knows.
    if (status == HttpStatus::Conflict) data["values"]["version"] = std::to_string(one.review.version);
    return view_.render("reviews/edit", std::move(data), status);
  };
  const auto draft = draft_of(typed);
  if (!faults_of(draft)) {
    if (const auto left = wait(visitor); left.count() > 0) {
      return too_often(again({}, HttpStatus::TooManyRequests), left);
    }
  }
  const auto revised = writing_.revise(visitor, id, number_in(typed.version).value_or(0), draft);
  if (revised.faults) {
    return again(revised.faults, HttpStatus::UnprocessableContent)
        .flash(_("Something in the form is not right."), Flash::Kind::Danger);
  }
  if (revised.outcome == Writing::Change::Changed) {
    return again({}, HttpStatus::Conflict)
        .flash(_("The review was changed or decided on meanwhile. Send your text once more if it still holds."),
               Flash::Kind::Warning);
  }
  if (revised.outcome == Writing::Change::Nothing) {
    return see_other(kMine).flash(_("Nothing was changed."), Flash::Kind::Info);
  }
  return see_other(kMine).flash(_("Your new text will be public once the school has read it."));
}

Response AuthorPages::withdraw(const Request& request, const Visitor& visitor) const {
  if (writing_.withdraw(visitor, request.path<ReviewId>("id")) == Writing::Change::Changed) {
    return see_other(kMine).flash(_("The review was changed just now. Try again."), Flash::Kind::Warning);
  }
  return see_other(kMine).flash(_("Your review is withdrawn."));
}

}  // namespace reviews
