#include "sql_device_states.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

void SqlDeviceStates::seen(Transaction& tx, CabinetId cabinet, Time now, Time unless_after) const {
  const auto id = to_sql(cabinet), at = to_sql(now), after = to_sql(unless_after);
  tx.sql() << R"sql(
      UPDATE key_cabinet_cabinets SET last_seen_at = :at
       WHERE id = :id AND (last_seen_at IS NULL OR last_seen_at <= :after OR last_seen_at > :at))sql",
      soci::use(at, "at"), soci::use(id, "id"), soci::use(after, "after");
}

void SqlDeviceStates::checked_in(Transaction& tx, CabinetId cabinet, const CheckIn& said, Time now) const {
  const auto id = to_sql(cabinet), at = to_sql(now);
  const long long pending = said.pending;
  tx.sql() << R"sql(
      UPDATE key_cabinet_cabinets
         SET checked_in_at = :at, last_seen_at = :at, firmware = :firmware, pending = :pending
       WHERE id = :id)sql",
      soci::use(at, "at"), soci::use(said.firmware, "firmware"), soci::use(pending, "pending"), soci::use(id, "id");
}

const char* SqlDeviceStates::reply_statement() {
  return R"sql(
      SELECT COALESCE((SELECT MAX(seq) FROM key_cabinet_device_events WHERE cabinet_id = :cabinet), 0),
             COALESCE((SELECT MAX(version) FROM key_cabinet_snapshots WHERE cabinet_id = :cabinet), 0))sql";
}

CheckInReply SqlDeviceStates::reply(Transaction& tx, CabinetId cabinet) const {
  const auto id = to_sql(cabinet);
  long long seq = 0, snapshot = 0;
  tx.sql() << reply_statement(), soci::use(id, "cabinet"), soci::into(seq), soci::into(snapshot);
  return {seq, snapshot};
}

}  // namespace key_cabinet
