// A theatre school's season to look at: shows that were and shows to come, with their posters, and what the site says
// of itself. For a command; one at a time.
#pragma once

#include <callboard/search.hpp>

#include "show_repository.hpp"
#include "site_settings.hpp"

namespace theatre_admin {

struct DemoShow {
  const char* title;
  int days;          // from today
  const char* time;  // on the wall: "19:00"
  const char* hall;
  int minutes;
  const char* age;
  const char* motif;  // of its poster
  const char* description;
};
const std::vector<DemoShow>& demo_shows();
const char* demo_contacts();
const char* demo_privacy();

class Demo {
 public:
  struct Parts {
    callboard::Database& database;
    const ShowRepository& shows;
    const SiteSettings& settings;
    callboard::SearchIndex& search;
    callboard::MediaStore& media;
    callboard::Pictures& pictures;
    const callboard::Clock& clock;
    callboard::Site& site;
  };
  explicit Demo(const Parts& parts) : parts_(parts) {}

  // Adds shows where there are none, and settings where nobody set any.
  nlohmann::json load() const;

 private:
  void add_shows() const;
  void set_site() const;
  callboard::StoredMedia stored_poster(const DemoShow& show) const;
  void add(callboard::Transaction& tx, const DemoShow& show, const callboard::StoredMedia& picture) const;

  Parts parts_;
};

}  // namespace theatre_admin
