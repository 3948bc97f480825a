#include "media/sql_media_rows.hpp"

#include "callboard/sql.hpp"

namespace callboard::host {
namespace {

// A row is changed here before its uses are, and so is locked: a removal that looked before finds it touched.

bool claim_existing(Transaction& tx, const StoredMedia& media, Time due) {
  const auto due_at = to_sql(due);
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE host_media SET touched = touched + 1, state = 'kept',
             due_at = CASE WHEN due_at < :due THEN :due ELSE due_at END
       WHERE name = :name)sql",
                            soci::use(due_at, "due"), soci::use(media.name, "name"));
  return affected_rows(update) == 1;
}

void insert(Transaction& tx, const StoredMedia& media, Time now, Time due) {
  const auto at = to_sql(now);
  const auto due_at = to_sql(due);
  const auto size = static_cast<long long>(media.size);
  tx.sql() << R"sql(
      INSERT INTO host_media (name, content_type, size, stored_at, due_at, touched, state)
      VALUES (:name, :content_type, :size, :at, :due, 1, 'kept'))sql",
      soci::use(media.name, "name"), soci::use(media.content_type, "content_type"), soci::use(size, "size"),
      soci::use(at, "at"), soci::use(due_at, "due");
}

bool touch_used(Transaction& tx, const std::string& name) {
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE host_media SET touched = touched + 1, due_at = NULL WHERE name = :name AND state = 'kept')sql",
                            soci::use(name, "name"));
  return affected_rows(update) == 1;
}

// Whether others use it still is found out by the removal.
void touch_released(Transaction& tx, const std::string& name, Time now) {
  const auto at = to_sql(now);
  tx.sql() << "UPDATE host_media SET touched = touched + 1, due_at = :now WHERE name = :name", soci::use(at, "now"),
      soci::use(name, "name");
}

// Locks the row, so that what is read next is what will be replaced.
bool lock_use(Transaction& tx, const MediaUse& use) {
  const long long record = use.record;
  soci::statement lock = (tx.sql().prepare << R"sql(
      UPDATE host_media_uses SET media = media WHERE kind = :kind AND record = :record AND variant = :variant)sql",
                          soci::use(use.kind, "kind"), soci::use(record, "record"), soci::use(use.variant, "variant"));
  return affected_rows(lock) == 1;
}

std::string used_there(Transaction& tx, const MediaUse& use) {
  const long long record = use.record;
  std::string name;
  tx.sql() << R"sql(
      SELECT media FROM host_media_uses WHERE kind = :kind AND record = :record AND variant = :variant)sql",
      soci::use(use.kind, "kind"), soci::use(record, "record"), soci::use(use.variant, "variant"), soci::into(name);
  return name;
}

void add_use(Transaction& tx, const std::string& name, const MediaUse& use) {
  const long long record = use.record;
  tx.sql() << R"sql(
      INSERT INTO host_media_uses (kind, record, variant, media) VALUES (:kind, :record, :variant, :name))sql",
      soci::use(use.kind, "kind"), soci::use(record, "record"), soci::use(use.variant, "variant"),
      soci::use(name, "name");
}

void replace_use(Transaction& tx, const std::string& name, const MediaUse& use) {
  const long long record = use.record;
  tx.sql() << R"sql(
      UPDATE host_media_uses SET media = :name
       WHERE kind = :kind AND record = :record AND variant = :variant)sql",
      soci::use(name, "name"), soci::use(use.kind, "kind"), soci::use(record, "record"),
      soci::use(use.variant, "variant");
}

struct Use {
  std::string variant;
  std::string media;
};

std::vector<Use> uses_of(Transaction& tx, const std::string& kind, long long record) {
  std::vector<Use> uses;
  Use use;
  soci::statement select = (tx.sql().prepare << SqlMediaRows::release_statement(), soci::use(kind, "kind"),
                            soci::use(record, "record"), soci::into(use.variant), soci::into(use.media));
  select.execute();
  while (select.fetch()) uses.push_back(use);
  return uses;
}

bool remove_use(Transaction& tx, const std::string& kind, long long record, const Use& use) {
  soci::statement erase = (tx.sql().prepare << R"sql(
      DELETE FROM host_media_uses
       WHERE kind = :kind AND record = :record AND variant = :variant AND media = :media)sql",
                           soci::use(kind, "kind"), soci::use(record, "record"), soci::use(use.variant, "variant"),
                           soci::use(use.media, "media"));
  return affected_rows(erase) == 1;
}

}  // namespace

const char* SqlMediaRows::due_statement() {
  return "SELECT name, touched FROM host_media WHERE due_at <= :now ORDER BY due_at LIMIT :limit";
}
const char* SqlMediaRows::doom_statement() {
  return R"sql(
      UPDATE host_media SET state = 'doomed'
       WHERE name = :name AND touched = :touched
         AND NOT EXISTS (SELECT 1 FROM host_media_uses WHERE media = :name))sql";
}
const char* SqlMediaRows::release_statement() {
  return "SELECT variant, media FROM host_media_uses WHERE kind = :kind AND record = :record";
}

// Of two who store the same content for the first time one inserts; the other finds it then.
void SqlMediaRows::claim(const StoredMedia& media, Time now, Time due) {
  const auto once = [&] {
    database_.transact([&](Transaction& tx) {
      if (!claim_existing(tx, media, due)) insert(tx, media, now, due);
    });
  };
  try {
    once();
  } catch (const ConstraintViolation&) {
    once();
  }
}

bool SqlMediaRows::use(Transaction& tx, const std::string& name, const MediaUse& use, Time now) {
  if (!touch_used(tx, name)) return false;
  if (!lock_use(tx, use)) {
    add_use(tx, name, use);
    return true;
  }
  const auto before = used_there(tx, use);
  if (before == name) return true;
  replace_use(tx, name, use);
  touch_released(tx, before, now);
  return true;
}

// Until none is found: each is removed as it was seen, and one that was replaced meanwhile is seen again.
void SqlMediaRows::release(Transaction& tx, const std::string& kind, std::int64_t record, Time now) {
  constexpr int kMostTries = 20;
  for (int tries = 0; tries < kMostTries; ++tries) {
    const auto uses = uses_of(tx, kind, record);
    if (uses.empty()) return;
    for (const auto& use : uses) {
      if (remove_use(tx, kind, record, use)) touch_released(tx, use.media, now);
    }
  }
  throw Conflict("the uses of a record's media keep changing");
}

std::vector<DueMedia> SqlMediaRows::due(Time now, int limit) {
  return database_.read_single([&](Transaction& tx) {
    const auto at = to_sql(now);
    const long long most = limit;
    std::vector<DueMedia> found;
    DueMedia row;
    soci::statement select = (tx.sql().prepare << due_statement(), soci::use(at, "now"), soci::use(most, "limit"),
                              soci::into(row.name), soci::into(row.touched));
    select.execute();
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

bool SqlMediaRows::doom(const DueMedia& media) {
  return database_.transact([&](Transaction& tx) {
    soci::statement doom =
        (tx.sql().prepare << doom_statement(), soci::use(media.name, "name"), soci::use(media.touched, "touched"));
    if (affected_rows(doom) == 1) return true;
    soci::statement spare = (tx.sql().prepare << R"sql(
        UPDATE host_media SET due_at = NULL WHERE name = :name AND touched = :touched AND state = 'kept')sql",
                             soci::use(media.name, "name"), soci::use(media.touched, "touched"));
    affected_rows(spare);
    return false;
  });
}

void SqlMediaRows::erase(const std::string& name) {
  database_.transact_single([&](Transaction& tx) {
    tx.sql() << "DELETE FROM host_media WHERE name = :name AND state = 'doomed'", soci::use(name, "name");
  });
}

std::vector<std::string> SqlMediaRows::known(const std::vector<std::string>& names) {
  return database_.read([&](Transaction& tx) {
    std::vector<std::string> found;
    std::string name;
    long long count = 0;
    soci::statement select = (tx.sql().prepare << "SELECT COUNT(*) FROM host_media WHERE name = :name",
                              soci::use(name, "name"), soci::into(count));
    for (const auto& each : names) {
      name = each;
      select.execute(true);
      if (count > 0) found.push_back(each);
    }
    return found;
  });
}

}  // namespace callboard::host
