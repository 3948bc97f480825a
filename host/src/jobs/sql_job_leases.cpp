#include "jobs/sql_job_leases.hpp"

#include <algorithm>

#include "callboard/sql.hpp"

namespace callboard::host {

Time SqlJobLeases::ready_at(const std::string& job) {
  return database_.read_single([&](Transaction& tx) {
    long long leased_until = 0;
    long long due_at = 0;
    tx.sql() << "SELECT leased_until, due_at FROM host_job_leases WHERE name = :name", soci::use(job, "name"),
        soci::into(leased_until), soci::into(due_at);
    const bool known = tx.sql().got_data();
    return time_from_sql(known ? std::max(leased_until, due_at) : 0);
  });
}

bool SqlJobLeases::take(const std::string& job, const std::string& holder, Time now, Time until) {
  const auto attempt = [&] {
    return database_.transact_single([&](Transaction& tx) {
      const auto at = to_sql(now);
      const auto end = to_sql(until);
      soci::statement update = (tx.sql().prepare << R"sql(
          UPDATE host_job_leases SET holder = :holder, leased_until = :until
           WHERE name = :name AND leased_until <= :at AND due_at <= :now)sql",
                                soci::use(holder, "holder"), soci::use(end, "until"), soci::use(job, "name"),
                                soci::use(at, "at"), soci::use(at, "now"));
      return affected_rows(update) == 1;
    });
  };
  if (attempt()) return true;
  if (ready_at(job) > now) return false;
  make_row(job);
  return attempt();
}

void SqlJobLeases::make_row(const std::string& job) {
  try {
    database_.transact_single([&](Transaction& tx) {
      tx.sql() << "INSERT INTO host_job_leases (name, holder, leased_until, due_at) VALUES (:name, '', 0, 0)",
          soci::use(job, "name");
    });
  } catch (const ConstraintViolation&) {
    // It is there already: all that is wanted.
  }
}

bool SqlJobLeases::renew(const std::string& job, const std::string& holder, Time until) {
  return database_.transact_single([&](Transaction& tx) {
    const auto end = to_sql(until);
    soci::statement update =
        (tx.sql().prepare << "UPDATE host_job_leases SET leased_until = :until WHERE name = :name AND holder = :holder",
         soci::use(end, "until"), soci::use(job, "name"), soci::use(holder, "holder"));
    return affected_rows(update) == 1;
  });
}

// The holder's name goes, so that a release or a renewal that comes late changes nothing.
bool SqlJobLeases::release(const std::string& job, const std::string& holder, Time due_at) {
  return database_.transact_single([&](Transaction& tx) {
    const auto due = to_sql(due_at);
    soci::statement update = (tx.sql().prepare << R"sql(
        UPDATE host_job_leases SET holder = '', leased_until = 0, due_at = :due
         WHERE name = :name AND holder = :holder)sql",
                              soci::use(due, "due"), soci::use(job, "name"), soci::use(holder, "holder"));
    return affected_rows(update) == 1;
  });
}

}  // namespace callboard::host
