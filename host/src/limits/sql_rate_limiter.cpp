#include "limits/sql_rate_limiter.hpp"

#include <algorithm>
#include <stdexcept>

#include "callboard/crypto.hpp"
#include "callboard/sql.hpp"

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

// On SQLite nobody writes between the subquery and the DELETE. On MySQL a DELETE whose
// rows are chosen by a subquery would read the whole table.
const char* SqlRateLimiter::sweep_statement(Engine engine) {
  return engine == Engine::Mysql ? "DELETE FROM host_rate_limits WHERE full_at <= :now ORDER BY full_at LIMIT :limit"
                                 : R"sql(
      DELETE FROM host_rate_limits WHERE bucket IN
        (SELECT bucket FROM host_rate_limits WHERE full_at <= :now ORDER BY full_at LIMIT :limit))sql";
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
  database_.transact_single([&](Transaction& tx) {
    tx.sql() << "DELETE FROM host_rate_limits WHERE bucket = :bucket", soci::use(bucket, "bucket");
  });
}

int SqlRateLimiter::sweep(int limit) {
  const auto now = clock_.now();
  return database_.transact_single([&](Transaction& tx) {
    const auto at = to_sql(now);
    const long long most = limit;
    soci::statement erase =
        (tx.sql().prepare << sweep_statement(tx.engine()), soci::use(at, "now"), soci::use(most, "limit"));
    return static_cast<int>(affected_rows(erase));
  });
}

}  // namespace callboard::host
