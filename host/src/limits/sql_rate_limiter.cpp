#include "limits/sql_rate_limiter.hpp"

#include <algorithm>
#include <stdexcept>

#include "callboard/crypto.hpp"
#include "callboard/sql_values.hpp"

namespace callboard::host {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

// Each further try means that somebody added, reset or swept the row between two of our statements.
constexpr int kBucketTries = 20;

std::string bucket_of(const RateLimit& limit, std::string_view key) {
  std::string name = limit.name;
  name += '\0';
  name += key;
  return sha256_hex(name);
}

// The latest time to be full at that still has one to take.
Time latest_with_one(Time now, const RateLimit& limit) { return now + (limit.burst - 1) * microseconds(limit.every); }

void require_sensible(const RateLimit& limit) {
  if (limit.burst >= 1 && limit.every >= seconds(1)) return;
  throw std::invalid_argument("the rate limit " + limit.name + " lets nothing through, or everything");
}

}  // namespace

const char* SqlRateLimiter::take_statement() {
  return R"sql(
      UPDATE host_rate_limits SET full_at = CASE WHEN full_at < :now THEN :next ELSE full_at + :every END
       WHERE bucket = :bucket AND full_at <= :latest)sql";
}

const char* SqlRateLimiter::read_statement() { return "SELECT full_at FROM host_rate_limits WHERE bucket = :bucket"; }

const char* SqlRateLimiter::full_statement() {
  return "SELECT bucket FROM host_rate_limits WHERE full_at <= :now ORDER BY full_at LIMIT :limit";
}

seconds SqlRateLimiter::take(const RateLimit& limit, std::string_view key) {
  require_sensible(limit);
  const auto bucket = bucket_of(limit, key);
  for (int i = 0; i < kBucketTries; ++i) {
    const auto now = clock_.now();
    if (move_on(bucket, now, limit)) return seconds(0);
    if (const auto full = full_at(bucket)) {
      const auto wait = *full - latest_with_one(now, limit);
      if (wait > microseconds(0)) return std::chrono::ceil<seconds>(wait);
    } else if (add(bucket, now + limit.every)) {
      return seconds(0);
    }
  }
  throw Unavailable("the bucket of the rate limit " + limit.name + " changed at every try");
}

seconds SqlRateLimiter::wait(const RateLimit& limit, std::string_view key) {
  require_sensible(limit);
  const auto full = full_at(bucket_of(limit, key));
  if (!full) return seconds(0);
  return std::max(seconds(0), std::chrono::ceil<seconds>(*full - latest_with_one(clock_.now(), limit)));
}

bool SqlRateLimiter::move_on(const std::string& bucket, Time now, const RateLimit& limit) {
  return database_.transact_single([&](Transaction& tx) {
    const auto at = to_sql(now);
    const auto next = to_sql(now + limit.every);
    const long long every = microseconds(limit.every).count();
    const auto latest = to_sql(latest_with_one(now, limit));
    soci::statement update = (tx.sql().prepare << take_statement(), soci::use(at, "now"), soci::use(next, "next"),
                              soci::use(every, "every"), soci::use(bucket, "bucket"), soci::use(latest, "latest"));
    return affected_rows(update) == 1;
  });
}

std::optional<Time> SqlRateLimiter::full_at(const std::string& bucket) {
  return database_.read_single([&](Transaction& tx) -> std::optional<Time> {
    long long full = 0;
    tx.sql() << read_statement(), soci::use(bucket, "bucket"), soci::into(full);
    return tx.sql().got_data() ? std::optional(time_from_sql(full)) : std::nullopt;
  });
}

// False where somebody else was quicker.
bool SqlRateLimiter::add(const std::string& bucket, Time full_at) {
  try {
    database_.transact_single([&](Transaction& tx) {
      const auto full = to_sql(full_at);
      tx.sql() << "INSERT INTO host_rate_limits (bucket, full_at) VALUES (:bucket, :full)", soci::use(bucket, "bucket"),
          soci::use(full, "full");
    });
    return true;
  } catch (const ConstraintViolation&) {
    return false;
  }
}

void SqlRateLimiter::reset(const RateLimit& limit, std::string_view key) {
  const auto bucket = bucket_of(limit, key);
  const auto now = to_sql(clock_.now());
  // The row is left to the sweeping: where it goes while others take from it, those who all put it there again meet in
  // deadlocks on MySQL.
  database_.transact_single([&](Transaction& tx) {
    tx.sql() << "UPDATE host_rate_limits SET full_at = :now WHERE bucket = :bucket", soci::use(now, "now"),
        soci::use(bucket, "bucket");
  });
}

std::vector<std::string> SqlRateLimiter::full_buckets(Time now, int limit) {
  return database_.read_single([&](Transaction& tx) {
    const auto at = to_sql(now);
    const long long most = limit;
    std::string bucket;
    soci::statement select =
        (tx.sql().prepare << full_statement(), soci::use(at, "now"), soci::use(most, "limit"), soci::into(bucket));
    select.execute();
    std::vector<std::string> full;
    while (select.fetch()) full.push_back(bucket);
    return full;
  });
}

// Found first and erased by their key then: who goes from the index on the time to the row meets who goes the other way
// in a deadlock on MySQL, so the time is put as an expression, which no index serves.
int SqlRateLimiter::sweep(int limit) {
  const auto now = clock_.now();
  const auto full = full_buckets(now, limit);
  if (full.empty()) return 0;
  SqlValues values;
  std::string list;
  for (const auto& bucket : full) list += (list.empty() ? "" : ", ") + values.add(bucket);
  const auto erase = "DELETE FROM host_rate_limits WHERE bucket IN (" + list +
                     ") AND full_at + 0 <= " + values.add(static_cast<long long>(to_sql(now)));
  return database_.transact_single([&](Transaction& tx) { return static_cast<int>(values.run(tx, erase)); });
}

}  // namespace callboard::host
