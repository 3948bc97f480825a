#include "decision_mails.hpp"

#include "words.hpp"

namespace reviews {

using namespace callboard;
using nlohmann::json;

namespace {

struct MailForm {
  Text subject;
  const char* page;
};

std::optional<MailForm> form_of(Deed deed, const std::string& words) {
  switch (deed) {
    case Deed::Approved:
    case Deed::Edited: return MailForm{_("Your review is published"), "reviews/mail_approved"};
    case Deed::Rejected: return MailForm{_("Your review was not accepted"), "reviews/mail_rejected"};
    case Deed::Replied:
      if (words.empty()) return std::nullopt;
      return MailForm{_("The school has replied to your review"), "reviews/mail_reply"};
    case Deed::Deleted: return MailForm{_("Your review was deleted"), "reviews/mail_deleted"};
    case Deed::Kept: break;
  }
  return std::nullopt;
}

}  // namespace

void DecisionMails::tell(Transaction& tx, const Review& review, Deed deed, const std::string& words) const {
  const auto form = form_of(deed, words);
  if (!form || !review.author) return;
  const auto addresses = parts_.people.addresses(tx, {*review.author});
  if (addresses.empty()) return;
  const auto& person = addresses.begin()->second;
  const auto subjects = parts_.kinds.find(tx, {review.subject});
  const auto site = parts_.site.info()->url;
  json data{{"name", person.name},
            {"title", subjects.empty() ? "" : subjects.begin()->second.subject.title},
            {"words", words},
            {"new_url", site + "/reviews/new"},
            {"edited", deed == Deed::Edited ? json{{"text", words}} : json(false)},
            {"public_url", site + "/reviews?subject=" + text_of(review.subject)},
            {"edit_url", site + "/reviews/" + std::to_string(static_cast<std::int64_t>(review.id)) + "/edit"}};
  try {
    parts_.mailer.send(tx, {person.email, form->subject, form->page, std::move(data), person.language});
  } catch (const BadRequest&) {
    parts_.log.warning("reviews.author_not_mailed", {{"review", static_cast<std::int64_t>(review.id)}});
  }
}

}  // namespace reviews
