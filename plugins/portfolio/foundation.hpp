// What the plugin's parts stand on: the settings and the host's services. Lives as long as the plugin; its members are
// thread-safe.
#pragma once

#include <callboard/registrar.hpp>

#include <theatre_admin/show_titles.hpp>

#include "settings.hpp"
#include "sql_owners.hpp"

namespace portfolio {

struct Foundation {
  // Throws ConfigError.
  explicit Foundation(callboard::Registrar& host);
  Foundation(const Foundation&) = delete;
  Foundation& operator=(const Foundation&) = delete;

  UsageLimits limits() const { return {settings.quota, settings.items, settings.uploads}; }

  const Settings settings;
  callboard::Database& database;
  const callboard::Clock& clock;
  const callboard::Site& site;
  const callboard::PeopleNames& people;
  callboard::Mailer& mailer;
  callboard::AuditLog& audit;
  callboard::View& view;
  callboard::Log& log;
  callboard::MediaStore& media;
  callboard::PartialFiles& partial_files;
  callboard::Pictures& pictures;
  callboard::Videos& videos;
  callboard::SearchIndex& search;
  callboard::RateLimiter& rate_limiter;
  // Null without the theatre_admin plugin; known once all plugins have registered.
  const theatre_admin::ShowTitles* shows = nullptr;
};

}  // namespace portfolio
