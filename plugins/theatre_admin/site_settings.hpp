// What administrators set about the site as a whole. All of a form is stored, or nothing of it. Thread-safe.
#pragma once

#include <string>

#include <callboard/audit.hpp>
#include <callboard/form.hpp>
#include <callboard/media.hpp>
#include <callboard/pictures.hpp>
#include <callboard/site.hpp>

namespace theatre_admin {

struct SiteSettingsInput {
  std::string name;
  std::string time_zone;
  std::string contacts;
  std::string privacy;
  const callboard::Upload* logo = nullptr;
  bool remove_logo = false;
  std::int64_t version = 0;  // of what the form showed
};

class SiteSettings {
 public:
  struct Parts {
    callboard::Database& database;
    callboard::Site& site;
    callboard::AuditLog& audit;
    callboard::MediaStore& media;
    callboard::Pictures& pictures;
    const callboard::Clock& clock;
  };
  explicit SiteSettings(const Parts& parts) : parts_(parts) {}

  callboard::Site::Stored stored() const;

  struct Changed {
    callboard::Faults faults;  // fields "name", "time_zone", "contacts", "privacy", "logo"
    bool conflict = false;     // somebody else has changed them since; nothing was stored
  };
  // Where nothing differs, nothing is stored. Recodes a picture.
  Changed change(const callboard::Visitor& by, const SiteSettingsInput& input) const;

  static const callboard::PictureRules& logo_rules();

 private:
  std::optional<callboard::StoredMedia> store_logo(const SiteSettingsInput& input, callboard::Faults& faults) const;
  bool store(callboard::Transaction& tx, const callboard::Visitor& by, const SiteSettingsInput& input,
             const std::optional<callboard::StoredMedia>& logo) const;

  Parts parts_;
};

// Without blanks around it, line breaks as one character.
std::string tidy_lines(std::string_view text);

}  // namespace theatre_admin
