#include "calendar_pages.hpp"

#include <callboard/crypto.hpp>
#include <callboard/turn.hpp>

namespace courses {

using namespace callboard;

namespace {

constexpr std::string_view kEnding = ".ics";

// Programs ask some times an hour; a class may have them all behind one address.
const RateLimit& wrong_tokens() {
  static const RateLimit limit{"courses.feed_wrong", 60, std::chrono::seconds(10)};
  return limit;
}

const RateLimit& readings() {
  static const RateLimit limit{"courses.feed", 30, std::chrono::seconds(30)};
  return limit;
}

}  // namespace

void CalendarPages::add_routes(Routes& routes) {
  routes.get("/schedule.ics", everyone, [this](const Request& r, const Visitor&) { return schedule(r); }).heavy = true;
  routes.get("/calendar/{file}", everyone, [this](const Request& r, const Visitor&) { return own_feed(r); });
  routes.get("/enrolments/calendar", signed_in, [this](const Request& r, const Visitor& v) { return page(r, v); });
  routes.post("/enrolments/calendar", signed_in, [this](const Request& r, const Visitor& v) { return renew(r, v); });
}

CalendarPages::File CalendarPages::file_of(const Calendar& calendar) {
  auto timeless = calendar;
  timeless.made_at = {};
  return {calendar.made_at, calendar_text(calendar), "W/\"" + sha256_hex(calendar_text(timeless)).substr(0, 32) + '"'};
}

Response CalendarPages::answer(const Request& request, const File& file, const std::string& kept) {
  const bool known = request.header("If-None-Match").value_or("").find(file.tag) != std::string_view::npos;
  auto response =
      known ? Response(HttpStatus::NotModified) : Response::bytes(file.text, "text/calendar; charset=utf-8");
  return std::move(response)
      .header("ETag", file.tag)
      .header("Cache-Control", kept)
      .header("Vary", "Accept-Language, Cookie");
}

// Written once for each reading, however many ask.
std::shared_ptr<const CalendarPages::File> CalendarPages::school_file(Language language) const {
  const auto calendar = calendars_.of_school(language);
  give_up_turn();
  const std::lock_guard lock(mutex_);
  auto& file = files_[language];
  if (!file || file->made_at != calendar->made_at) file = std::make_shared<const File>(file_of(*calendar));
  return file;
}

Response CalendarPages::schedule(const Request& request) const {
  return answer(request, *school_file(request.language()), "public, max-age=300");
}

Response CalendarPages::own_feed(const Request& request) const {
  auto file = request.path<std::string>("file");
  const auto network = network_of(request.head().remote_address);
  const auto wait = parts_.limiter.wait(wrong_tokens(), network);
  if (wait.count() > 0) throw TooMany(wait, "too many wrong calendar addresses");
  if (!file.ends_with(kEnding)) throw NotFound("a calendar");
  file.resize(file.size() - kEnding.size());
  if (const auto calendar = calendars_.of_token(file, request.language())) {
    parts_.limiter.require(readings(), file);
    return answer(request, file_of(*calendar), "private, max-age=300");
  }
  parts_.limiter.take(wrong_tokens(), network);
  throw NotFound("a calendar");
}

Response CalendarPages::page(const Request& request, const Visitor& visitor) const {
  const auto token = calendars_.token_of(visitor);
  nlohmann::json data{{"resetting", token.has_value() && request.query("reset") == "1"}};
  if (token) {
    const auto url = parts_.site.info()->url + "/calendar/" + *token + std::string(kEnding);
    data["url"] = url;
    data["webcal"] = url.substr(url.find("//"));  // without its scheme
  }
  auto response = parts_.view.render("courses/calendar_address", std::move(data));
  response.headers().set("Cache-Control", "no-store");
  return response;
}

Response CalendarPages::renew(const Request&, const Visitor& visitor) const {
  const bool had = calendars_.token_of(visitor).has_value();
  calendars_.renew(visitor);
  return see_other("/enrolments/calendar")
      .flash(had ? _("Your calendar has a new address. The old one shows nothing any more.")
                 : _("Your calendar has an address now."));
}

}  // namespace courses
