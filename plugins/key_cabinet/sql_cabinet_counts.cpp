#include <callboard/sql.hpp>

#include "cabinets_admin.hpp"

namespace key_cabinet {

using namespace callboard;

long long silent_cabinets(Transaction& tx, Time now, Time since) {
  const auto at = to_sql(now), before = to_sql(since);
  long long count = 0;
  tx.sql() << R"sql(
      SELECT COUNT(*) FROM key_cabinet_cabinets c
       WHERE COALESCE(c.last_seen_at, c.enrolled_at) < :since
         AND (EXISTS (SELECT 1 FROM key_cabinet_tokens x WHERE x.cabinet_id = c.id AND x.expires_at > :at
                       AND (x.revoked_at IS NULL OR x.revoked_at > :at))
           OR EXISTS (SELECT 1 FROM key_cabinet_certificates x WHERE x.cabinet_id = c.id AND x.expires_at > :at
                       AND (x.revoked_at IS NULL OR x.revoked_at > :at))))sql",
      soci::use(before, "since"), soci::use(at, "at"), soci::into(count);
  return count;
}

bool is_referred_to(Transaction& tx, CabinetId cabinet) {
  const auto id = to_sql(cabinet);
  for (const char* where :
       {"key_cabinet_keys WHERE cabinet_id = :id", "key_cabinet_device_events WHERE cabinet_id = :id",
        "key_cabinet_events WHERE cabinet_id = :id", "key_cabinet_loans WHERE taken_cabinet_id = :id",
        "key_cabinet_loans WHERE returned_cabinet_id = :id"}) {
    long long found = 0;
    tx.sql() << "SELECT EXISTS (SELECT 1 FROM " << where << ")", soci::use(id, "id"), soci::into(found);
    if (found != 0) return true;
  }
  return false;
}

void remove_cabinet(Transaction& tx, CabinetId cabinet) {
  const auto id = to_sql(cabinet);
  for (const char* table : {"key_cabinet_tokens", "key_cabinet_certificates", "key_cabinet_snapshots"}) {
    tx.sql() << "DELETE FROM " << table << " WHERE cabinet_id = :id", soci::use(id, "id");
  }
  tx.sql() << "DELETE FROM key_cabinet_cabinets WHERE id = :id", soci::use(id, "id");
}

bool name_is_taken(Transaction& tx, const std::string& name, CabinetId by_another_than) {
  const auto id = to_sql(by_another_than);
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_cabinets WHERE name = :name AND id <> :id", soci::use(name, "name"),
      soci::use(id, "id"), soci::into(found);
  return found != 0;
}

}  // namespace key_cabinet
