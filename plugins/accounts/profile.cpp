#include "profile.hpp"

#include "names.hpp"
#include "profile_rules.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr const char* kUse = "accounts.picture";
constexpr const char* kType = "image/webp";

std::string tidy_or(const std::optional<std::string>& given, const std::string& present) {
  return given ? tidy_text(*given) : present;
}

bool wants_other_email(const User& user, const ProfileInput& input) {
  if (!input.email) return false;
  const auto email = tidy_text(*input.email);
  return !email.empty() && email_key(email) != email_key(user.email);
}

// A fault that only the transaction finds: what it stored so far must go.
struct Refused {};

}  // namespace

const PictureRules& Profile::picture_rules() {
  static const PictureRules rules{{PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Svg},
                                  {{512, 512, true}, {96, 96, true}}};
  return rules;
}

Profile::Shown Profile::show(Transaction& tx, UserId id) const {
  auto user = parts_.users.find(tx, id);
  if (!user) throw NotFound("the account");
  return {std::move(*user), parts_.email_change.waiting(tx, id)};
}

Profile::Changed Profile::change(const Visitor& by, const ProfileInput& input) const {
  const auto user = parts_.database.read_single([&](Transaction& tx) { return parts_.users.find(tx, by.user); });
  if (!user) throw NotFound("the account");
  Changed changed{profile_faults(*user, input)};
  const auto picture = store_picture(input, changed.faults);
  if (changed.faults) return changed;
  changed.needs_password = wants_other_email(*user, input) && !by.recently_authenticated;
  if (changed.needs_password) return changed;
  const auto unchanged = changed;
  try {
    parts_.database.transact([&](Transaction& tx) {
      changed = unchanged;
      store(tx, *user, input, picture, changed);
      if (changed.faults) throw Refused{};
    });
  } catch (const Refused&) {
  }
  return changed;
}

// The files come before the transaction, since writing them takes long; nobody uses them until it commits.
std::optional<Profile::Picture> Profile::store_picture(const ProfileInput& input, Faults& faults) const {
  if (!input.picture) return std::nullopt;
  const auto recoded = parts_.pictures.recode(*input.picture, picture_rules());
  if (recoded.fault != PictureFault::None) {
    faults.add("picture", text_of(recoded.fault, picture_rules()));
  }
  if (faults) return std::nullopt;
  return Picture{parts_.media.store(recoded.sizes.at(0).content, "webp", kType),
                 parts_.media.store(recoded.sizes.at(1).content, "webp", kType)};
}

void Profile::store(Transaction& tx, const User& user, const ProfileInput& input, const std::optional<Picture>& picture,
                    Changed& changed) const {
  store_name(tx, user, input, changed);
  store_email(tx, user, input, changed);
  parts_.users.set_profile(tx, user.id, tidy_or(input.full_name, user.full_name), tidy_or(input.phone, user.phone),
                           tidy_or(input.bio, user.bio));
  const auto record = static_cast<std::int64_t>(user.id);
  if (picture) {
    parts_.media.use(tx, picture->large, {kUse, record, "large"});
    parts_.media.use(tx, picture->small, {kUse, record, "small"});
    parts_.users.set_picture(tx, user.id, picture->large.name, picture->small.name);
  } else if (input.remove_picture) {
    parts_.media.release(tx, kUse, record);
    parts_.users.set_picture(tx, user.id, "", "");
  }
}

void Profile::store_name(Transaction& tx, const User& user, const ProfileInput& input, Changed& changed) const {
  const auto name = tidy_user_name(input.name.value_or(user.name));
  if (name == user.name) return;
  if (!parts_.users.set_name(tx, user.id, name, user_name_key(name))) {
    changed.faults.add("username", _("This user name is taken."));
    return;
  }
  parts_.journal.write(tx, user.id, Event::NameChanged, input.client, parts_.clock.now());
}

void Profile::store_email(Transaction& tx, const User& user, const ProfileInput& input, Changed& changed) const {
  if (!wants_other_email(user, input)) return;
  const auto email = parse_email(*input.email).value();
  if (parts_.users.find_by_email(tx, email_key(email))) {
    changed.faults.add("email", _("There is an account with this address already."));
    return;
  }
  parts_.email_change.ask(tx, user, email, input.client);
  changed.asked_for_email = true;
}

}  // namespace accounts
