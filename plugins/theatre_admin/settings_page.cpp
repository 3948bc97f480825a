#include "settings_page.hpp"

#include <charconv>

#include <callboard/local_time.hpp>

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kSettingsPlace = "/admin/settings";

std::int64_t settings_version(const Form& form) {
  const auto text = form.value("version");
  std::int64_t version = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), version);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || version < 0) {
    throw BadRequest(_("The form is not complete. Open the page again."), "the site's settings without their version");
  }
  return version;
}

SiteSettingsInput input_of(const Request& request) {
  const auto& form = request.form();
  return {form.value("name"),  form.value("time_zone"), form.value("contacts"), form.value("privacy"),
          form.upload("logo"), form.has("remove_logo"), settings_version(form)};
}

json values_of(const SiteInfo& info) {
  return {{"name", info.name}, {"time_zone", info.time_zone}, {"contacts", info.contacts}, {"privacy", info.privacy}};
}

json values_of(const SiteSettingsInput& input) {
  return {
      {"name", input.name}, {"time_zone", input.time_zone}, {"contacts", input.contacts}, {"privacy", input.privacy}};
}

json page(const json& values, std::int64_t version, const Visitor& visitor) {
  return {
      {"values", values}, {"version", version}, {"zones", time_zones()}, {"may_act", visitor.recently_authenticated}};
}

// What somebody else has set meanwhile, where it differs from what the form holds.
json differing(const SiteInfo& theirs, const SiteSettingsInput& mine) {
  json differences = json::object();
  const auto my_values = values_of(mine), their_values = values_of(theirs);
  for (const auto& [field, value] : their_values.items()) {
    if (value.get<std::string>() == tidy_lines(my_values[field].get<std::string>())) continue;
    differences[field] = {{"value", value}, {"nothing", value.get<std::string>().empty()}};
  }
  return differences;
}

}  // namespace

Response SettingsPage::show(const Visitor& visitor) const {
  const auto stored = settings_.stored();
  return frame_.render("theatre_admin/settings", page(values_of(stored.info), stored.version, visitor), visitor,
                       kSettingsPlace);
}

Response SettingsPage::change(const Request& request, const Visitor& visitor) const {
  const auto input = input_of(request);
  const auto changed = settings_.change(visitor, input);
  if (changed.faults) return refuse(input, changed.faults, visitor);
  if (changed.conflict) return conflict(input, visitor);
  return see_other(kSettingsPlace).flash(_("The settings are saved."));
}

Response SettingsPage::refuse(const SiteSettingsInput& input, const Faults& faults, const Visitor& visitor) const {
  auto data = page(values_of(input), input.version, visitor);
  data["faults"] = faults.json();
  return frame_
      .render("theatre_admin/settings", std::move(data), visitor, kSettingsPlace, HttpStatus::UnprocessableContent)
      .flash(_("Nothing was saved yet: something in the form does not hold."), Flash::Kind::Danger);
}

// The form keeps what was typed, and goes on from their version: saved again, it counts.
Response SettingsPage::conflict(const SiteSettingsInput& input, const Visitor& visitor) const {
  const auto theirs = settings_.stored();
  auto data = page(values_of(input), theirs.version, visitor);
  data["theirs"] = differing(theirs.info, input);
  return frame_.render("theatre_admin/settings", std::move(data), visitor, kSettingsPlace, HttpStatus::Conflict)
      .flash(_("Somebody else has changed the settings meanwhile. Nothing of yours was saved: compare and save again."),
             Flash::Kind::Danger);
}

}  // namespace theatre_admin
