#include "site/sql_site.hpp"

#include "callboard/sql.hpp"

namespace callboard::host {

std::int64_t SqlSite::version(Transaction& tx) {
  long long version = 0;
  tx.sql() << "SELECT version FROM host_site WHERE id = 1", soci::into(version);
  return tx.sql().got_data() ? version : 0;
}

std::optional<Site::Stored> SqlSite::find(Transaction& tx) {
  Site::Stored stored;
  auto& info = stored.info;
  long long version = 0, since = 0;
  tx.sql() << R"sql(
      SELECT version, name, time_zone, logo, contacts, privacy, privacy_since FROM host_site WHERE id = 1)sql",
      soci::into(version), soci::into(info.name), soci::into(info.time_zone), soci::into(info.logo),
      soci::into(info.contacts), soci::into(info.privacy), soci::into(since);
  if (!tx.sql().got_data()) return std::nullopt;
  stored.version = version;
  info.privacy_since = time_from_sql(since);
  return stored;
}

bool SqlSite::add(Transaction& tx, const SiteInfo& info) {
  const auto since = to_sql(info.privacy_since);
  return unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO host_site (id, version, name, time_zone, logo, contacts, privacy, privacy_since)
        VALUES (1, 1, :name, :zone, :logo, :contacts, :privacy, :since))sql",
        soci::use(info.name, "name"), soci::use(info.time_zone, "zone"), soci::use(info.logo, "logo"),
        soci::use(info.contacts, "contacts"), soci::use(info.privacy, "privacy"), soci::use(since, "since");
  });
}

bool SqlSite::change(Transaction& tx, const SiteInfo& info, std::int64_t version) {
  const auto since = to_sql(info.privacy_since);
  const long long expected = version;
  soci::statement update =
      (tx.sql().prepare << R"sql(
      UPDATE host_site
         SET version = version + 1, name = :name, time_zone = :zone, logo = :logo, contacts = :contacts,
             privacy = :privacy, privacy_since = :since
       WHERE id = 1 AND version = :version)sql",
       soci::use(info.name, "name"), soci::use(info.time_zone, "zone"), soci::use(info.logo, "logo"),
       soci::use(info.contacts, "contacts"), soci::use(info.privacy, "privacy"), soci::use(since, "since"),
       soci::use(expected, "version"));
  return affected_rows(update) == 1;
}

}  // namespace callboard::host
