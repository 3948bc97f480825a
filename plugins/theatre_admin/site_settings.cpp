#include "site_settings.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>
#include <callboard/local_time.hpp>
#include <callboard/unicode.hpp>

namespace theatre_admin {

using namespace callboard;

namespace {

constexpr const char* kLogoUse = "theatre_admin.logo";
constexpr std::int64_t kSite = 1;
constexpr std::size_t kLongestName = 80, kLongestContacts = 1000, kLongestPrivacy = 20'000;  // characters

Text fault_in(const std::string& text, std::size_t longest) {
  std::string without_breaks = text;
  std::erase_if(without_breaks, [](char c) { return c == '\n' || c == '\t'; });
  if (has_control_characters(without_breaks)) return _("There are control characters in this text.");
  if (code_points(text).size() <= longest) return {};
  return _("The text is too long: at most {count} characters.").with("count", static_cast<long long>(longest));
}

Faults faults_in(const SiteSettingsInput& input) {
  Faults faults;
  const auto check = [&](const char* field, const std::string& text, std::size_t longest) {
    if (auto fault = fault_in(text, longest); !fault.empty()) faults.add(field, std::move(fault));
  };
  if (input.name.empty()) faults.add("name", _("The school needs a name."));
  if (input.name.find('\n') != std::string::npos) faults.add("name", _("There are control characters in this text."));
  check("name", input.name, kLongestName);
  if (!is_time_zone(input.time_zone)) {
    faults.add("time_zone", _("There is no such time zone. Choose one of the list, such as Europe/Moscow."));
  }
  check("contacts", input.contacts, kLongestContacts);
  check("privacy", input.privacy, kLongestPrivacy);
  return faults;
}

SiteSettingsInput tidy(SiteSettingsInput input) {
  for (auto* text : {&input.name, &input.time_zone, &input.contacts, &input.privacy}) *text = tidy_lines(*text);
  return input;
}

std::vector<AuditChange> differences(const SiteInfo& before, const SiteInfo& after) {
  std::vector<AuditChange> changes;
  const auto compare = [&](const char* field, const std::string& old_value, const std::string& new_value) {
    if (old_value != new_value) changes.push_back({field, old_value, new_value});
  };
  compare("name", before.name, after.name);
  compare("time_zone", before.time_zone, after.time_zone);
  compare("logo", before.logo, after.logo);
  compare("contacts", before.contacts, after.contacts);
  compare("privacy", before.privacy, after.privacy);
  return changes;
}

}  // namespace

std::string tidy_lines(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  std::string tidy(text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1));
  std::erase(tidy, '\r');
  return tidy;
}

const PictureRules& SiteSettings::logo_rules() {
  static const PictureRules rules{{PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Svg, PictureFormat::Webp},
                                  {{512, 512}}};
  return rules;
}

Site::Stored SiteSettings::stored() const {
  return parts_.database.read_single([&](Transaction& tx) { return parts_.site.stored(tx); });
}

SiteSettings::Changed SiteSettings::change(const Visitor& by, const SiteSettingsInput& given) const {
  const auto input = tidy(given);
  Changed changed{faults_in(input)};
  const auto logo = store_logo(input, changed.faults);
  if (changed.faults) return changed;
  try {
    changed.conflict = !parts_.database.transact([&](Transaction& tx) { return store(tx, by, input, logo); });
  } catch (const Conflict&) {
    changed.conflict = true;
  }
  if (!changed.conflict) parts_.site.changed();
  return changed;
}

// The file comes before the transaction, since writing it takes long; nobody uses it until that commits.
std::optional<StoredMedia> SiteSettings::store_logo(const SiteSettingsInput& input, Faults& faults) const {
  if (!input.logo) return std::nullopt;
  const auto recoded = parts_.pictures.recode(*input.logo, logo_rules());
  if (recoded.fault != PictureFault::None) faults.add("logo", text_of(recoded.fault, logo_rules()));
  if (faults) return std::nullopt;
  return parts_.media.store(recoded.sizes.at(0).content, "webp", "image/webp");
}

// False where the version is another one.
bool SiteSettings::store(Transaction& tx, const Visitor& by, const SiteSettingsInput& input,
                         const std::optional<StoredMedia>& logo) const {
  const auto before = parts_.site.stored(tx);
  if (before.version != input.version) return false;
  auto after = before.info;
  after.name = input.name;
  after.time_zone = input.time_zone;
  after.contacts = input.contacts;
  after.privacy = input.privacy;
  if (after.privacy != before.info.privacy) after.privacy_since = parts_.clock.now();
  if (logo) {
    after.logo = logo->name;
  } else if (input.remove_logo) {
    after.logo.clear();
  }
  auto changes = differences(before.info, after);
  if (changes.empty()) return true;
  if (logo) {
    parts_.media.use(tx, *logo, {kLogoUse, kSite, ""});
  } else if (input.remove_logo) {
    parts_.media.release(tx, kLogoUse, kSite);
  }
  parts_.site.store(tx, after, before.version);
  parts_.audit.record(tx, by, {.action = "settings", .record = "site", .record_id = kSite, .changes = changes});
  return true;
}

}  // namespace theatre_admin
