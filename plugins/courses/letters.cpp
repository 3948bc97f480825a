#include "letters.hpp"

#include <algorithm>

#include <callboard/moment.hpp>

namespace courses {

using namespace callboard;
using nlohmann::json;

std::map<UserId, PersonAddress> Letters::readers(Transaction& tx, const std::vector<UserId>& users,
                                                 MailKind kind) const {
  auto addresses = parts_.people.addresses(tx, users);
  for (const auto user : SqlMailChoices::without(tx, users, kind)) addresses.erase(user);
  return addresses;
}

void Letters::send(Transaction& tx, const PersonAddress& to, const Letter& letter) const {
  auto data = letter.data;
  data["name"] = to.name;
  data["text"] = letter.text;
  data["school"] = parts_.site.info()->name;
  data["mails_url"] = parts_.site.info()->url + "/enrolments/mails";
  Mail mail{to.email, letter.subject, "courses/mail_news", std::move(data), to.language};
  if (!letter.events.empty()) {
    auto calendar = lessons_.in_mail();
    calendar.events = letter.events;
    mail.attachments.push_back(
        {"lessons.ics", "text/calendar; charset=utf-8; method=PUBLISH", calendar_text(calendar)});
  }
  try {
    parts_.mailer.send(tx, mail);
  } catch (const BadRequest&) {
    parts_.log.warning("courses.not_mailed", {{"subject", letter.subject.singular()}});
  }
}

json Letters::facts_of(const Course& course) {
  return {{"course", course.title},
          {"teachers", names_of(course.teachers)},
          {"hall", course.hall ? course.hall->name : ""}};
}

void Letters::show_lessons(json& data, const std::vector<Lesson>& lessons) {
  constexpr std::size_t kShown = 10;
  auto shown = json::array();
  for (const auto& lesson : lessons) {
    if (shown.size() == kShown) break;
    json row{{"starts", moment(lesson.starts_at)}, {"hall", lesson.hall ? lesson.hall->name : ""}};
    if (lesson.cancelled) row["cancelled"] = true;
    if (!lesson.note.empty()) row["note"] = lesson.note;
    shown.push_back(std::move(row));
  }
  if (shown.empty()) return;
  const auto more = static_cast<long long>(lessons.size() - shown.size());
  data["lessons"] = std::move(shown);
  if (more > 0) data["more"] = plural("and {count} more lesson", "and {count} more lessons", more).with("count", more);
}

void Letters::link(json& data, const Text& label, const std::string& path) const {
  data["action"] = label;
  data["url"] = parts_.site.info()->url + path;
}

}  // namespace courses
