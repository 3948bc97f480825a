#include "deed_words.hpp"

#include <algorithm>
#include <set>

namespace theatre_admin {

using namespace callboard;

namespace {

constexpr std::size_t kLongestValue = 300;  // bytes

// Of this plugin itself, whatever the record.
const std::vector<AdminChoice>& own_words() {
  static const std::vector<AdminChoice> words{{"created", _("Added")},
                                              {"changed", _("Changed")},
                                              {"deleted", _("Deleted")},
                                              {"imported", _("Imported")},
                                              {"exported", _("Exported")},
                                              {"settings", _("Settings changed")},
                                              {"checked", _("Checked")},
                                              {"backup_made", _("Backup made")},
                                              {"backup_downloaded", _("Backup downloaded")},
                                              {"backup_deleted", _("Backup deleted")}};
  return words;
}

const Text* find(const std::vector<AdminChoice>& words, const std::string& action) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.value == action; });
  return found == words.end() ? nullptr : &found->label;
}

const Text* find(const std::vector<AdminAction>& actions, const std::string& action) {
  const auto found =
      std::find_if(actions.begin(), actions.end(), [&](const auto& known) { return known.name == action; });
  return found == actions.end() ? nullptr : &found->label;
}

}  // namespace

std::string shortened(std::string text) {
  if (text.size() <= kLongestValue) return text;
  auto end = kLongestValue;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return text.substr(0, end) + "…";
}

Text deed_in_words(const AdminResource* resource, const std::string& action) {
  const Text* words = resource ? find(resource->audit_words, action) : nullptr;
  if (!words) words = find(own_words(), action);
  if (!words && resource) words = find(resource->actions, action);
  return words ? *words : Text::verbatim(action);
}

std::vector<AdminChoice> known_deeds(const AdminSite& site) {
  auto known = own_words();
  std::set<std::string> names;
  for (const auto& word : known) names.insert(word.value);
  for (const auto& resource : site.resources()) {
    for (const auto& word : resource.audit_words) {
      if (names.insert(word.value).second) known.push_back(word);
    }
    for (const auto& action : resource.actions) {
      if (names.insert(action.name).second) known.push_back({action.name, action.label});
    }
  }
  return known;
}

}  // namespace theatre_admin
