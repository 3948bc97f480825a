#include "public_pages.hpp"

#include <array>

#include <callboard/encoding.hpp>

#include "api/reviews/review_data.hpp"
#include "author_name.hpp"
#include "review_rules.hpp"
#include "text_parts.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::array kOrders{"newest", "best", "worst"};
const RateLimit kReports{"reviews.report", 5, std::chrono::minutes(10)};

[[noreturn]] void no_such_page(const char* why) { throw BadRequest(_("There is no such page."), why); }

Order order_in(const Request& request) {
  const auto text = request.query("sort").value_or("newest");
  for (std::size_t i = 0; i < kOrders.size(); ++i) {
    if (text == kOrders[i]) return static_cast<Order>(i);
  }
  no_such_page("an order of reviews that is none");
}

PublicQuery query_of(const Request& request) {
  PublicQuery query;
  query.order = order_in(request);
  if (const auto text = request.query("subject"); text && !text->empty()) {
    query.subject = subject_in(*text);
    if (!query.subject) no_such_page("a subject of reviews that is none");
  }
  if (const auto text = request.query("stars"); text && !text->empty()) {
    query.stars = stars_in(*text);
    if (query.stars == 0) no_such_page("a number of stars that is none");
  }
  if (const auto text = request.query("after")) {
    query.after = cursor_in(*text);
    if (!query.after) no_such_page("a cursor of reviews that is none");
  }
  return query;
}

std::string address_of(const PublicQuery& query) {
  std::string address = "/reviews";
  const auto add = [&](const char* name, const std::string& value) {
    address += (address.find('?') == std::string::npos ? "?" : "&") + std::string(name) + "=" + value;
  };
  if (query.subject) add("subject", text_of(*query.subject));
  if (query.order != Order::Newest) add("sort", kOrders[static_cast<std::size_t>(query.order)]);
  if (query.stars > 0) add("stars", std::to_string(query.stars));
  if (query.after) add("after", text_of(*query.after));
  return address;
}

json order_links(PublicQuery query) {
  query.after.reset();
  auto links = json::array();
  const std::array labels{_("Newest first"), _("Best first"), _("Worst first")};
  for (std::size_t i = 0; i < kOrders.size(); ++i) {
    const bool current = query.order == static_cast<Order>(i);
    auto other = query;
    other.order = static_cast<Order>(i);
    links.push_back({{"label", labels[i]}, {"url", address_of(other)}, {"current", current}});
  }
  return links;
}

json breakdown(PublicQuery query, const Rating& rating) {
  query.after.reset();
  auto rows = json::array();
  for (int stars = 5; stars >= 1; --stars) {
    const auto count = rating.stars.at(static_cast<std::size_t>(stars) - 1);
    query.stars = stars;
    auto row = stars_data(stars);
    row.update({{"count", count}, {"all", rating.count}, {"url", address_of(query)}});
    rows.push_back(std::move(row));
  }
  return rows;
}

json subject_json(const SubjectRef& ref, const SubjectKinds::Found& found) {
  return {{"ref", text_of(ref)}, {"title", found.subject.title}, {"url", found.subject.url}, {"label", found.label}};
}

json review_json(const Review& review, const Published::Page& page, const Visitor& visitor) {
  auto data = stars_data(review.published->stars);
  data["id"] = static_cast<std::int64_t>(review.id);
  const auto person = review.author ? page.people.find(*review.author) : page.people.end();
  data["author"] = person == page.people.end() ? "" : public_name(person->second);
  data["parts"] = text_parts(review.published->text);
  data["at"] = moment(review.public_at, MomentStyle::Date);
  data["edited"] = review.published->is_edit();
  data["reply"] = text_parts(review.reply);
  data["subject"] = subject_json(review.subject, page.subjects.at(review.subject));
  data["own"] = visitor.is_person() && review.author == visitor.user;
  return data;
}

json page_json(const PublicQuery& query, const Published::Page& page, const Visitor& visitor) {
  json data{{"orders", order_links(query)},
            {"reviews", json::array()},
            {"further", query.after.has_value()},
            {"student", visitor.has_role("student")},
            {"stars_only", query.stars > 0 ? stars_data(query.stars) : json()}};
  for (const auto& review : page.reviews) data["reviews"].push_back(review_json(review, page, visitor));
  auto other = query;
  other.after = page.next;
  data["next"] = page.next ? address_of(other) : "";
  other.after.reset();
  data["first"] = address_of(other);
  other.stars = 0;
  data["all_stars"] = address_of(other);
  if (query.subject) {
    data["about"] = subject_json(*query.subject, page.subjects.at(*query.subject));
    data["rating"] = rating_data(*page.rating);
    if (page.rating->count > 0) data["breakdown"] = breakdown(query, *page.rating);
  }
  return data;
}

}  // namespace

void PublicPages::add_routes(Routes& routes) {
  routes.get("/reviews", everyone, [this](const Request& r, const Visitor& v) { return list(r, v); });
  routes.get("/reviews/{id:int}/report", signed_in,
             [this](const Request& r, const Visitor& v) { return ask_reason(r, v); });
  routes.post("/reviews/{id:int}/report", signed_in,
              [this](const Request& r, const Visitor& v) { return report(r, v); });
}

Response PublicPages::list(const Request& request, const Visitor& visitor) const {
  const auto query = query_of(request);
  return parts_.view.render("reviews/list", page_json(query, parts_.published.list(visitor, query), visitor));
}

Response PublicPages::ask_reason(const Request& request, const Visitor& visitor) const {
  const auto review = parts_.reporting.shown(visitor, request.path<ReviewId>("id"));
  return parts_.view.render("reviews/report", {{"id", static_cast<std::int64_t>(review.id)},
                                               {"text", review.published->text},
                                               {"values", json::object()},
                                               {"faults", json::object()}});
}

Response PublicPages::report(const Request& request, const Visitor& visitor) const {
  const auto id = request.path<ReviewId>("id");
  const auto reason = tidy(request.form().value("reason"));
  const auto review = parts_.reporting.shown(visitor, id);
  parts_.limiter.require(kReports, std::to_string(static_cast<std::int64_t>(visitor.user)));
  const auto reported = parts_.reporting.report(visitor, id, reason);
  if (reported.faults) {
    return parts_.view
        .render("reviews/report",
                {{"id", static_cast<std::int64_t>(id)},
                 {"text", review.published->text},
                 {"values", {{"reason", reason}}},
                 {"faults", reported.faults.json()}},
                HttpStatus::UnprocessableContent)
        .flash(_("Something in the form is not right."), Flash::Kind::Danger);
  }
  auto back = see_other("/reviews?subject=" + text_of(review.subject));
  switch (reported.outcome) {
    case Reporting::Outcome::Own:
      return std::move(back).flash(_("This review is your own: you may change or withdraw it."), Flash::Kind::Info);
    case Reporting::Outcome::Already:
      return std::move(back).flash(_("You have reported this review already."), Flash::Kind::Info);
    case Reporting::Outcome::Done: break;
  }
  return std::move(back).flash(_("Thank you. The school will look at this review."));
}

json PublicPages::home_panel(const Visitor& visitor) const {
  constexpr std::size_t kLongest = 240;
  const auto praise = parts_.published.praise(visitor);
  if (!praise) return nullptr;
  auto data = stars_data(praise->review.published->stars);
  data["text"] = shortened(praise->review.published->text, kLongest);
  data["author"] = praise->author;
  data["title"] = praise->subject.title;
  data["url"] = "/reviews?subject=" + text_of(praise->review.subject);
  data["rating"] = rating_data(praise->rating);
  return data;
}

}  // namespace reviews
