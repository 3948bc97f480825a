#include "sql/migration_lock.hpp"

#include <unistd.h>

#include <fmt/format.h>
#include <sodium.h>

#include "callboard/sql.hpp"
#include "sql/migration_files.hpp"

namespace callboard::host {
namespace {

constexpr std::chrono::seconds kLease{30};
constexpr std::chrono::seconds kRenewEvery{10};
constexpr std::chrono::milliseconds kLookAgain{100};

std::string holder_name() {
  if (sodium_init() < 0) throw MigrationError("libsodium does not start");
  return fmt::format("{}-{:08x}", ::getpid(), randombytes_random());
}

}  // namespace

MigrationLock::MigrationLock(Database& database, Clock& clock, Log& log, std::chrono::seconds patience)
    : database_(database), clock_(clock), log_(log), holder_(holder_name()) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!take()) {
    if (std::chrono::steady_clock::now() >= deadline) {
      throw MigrationError("another process is migrating this database; try again when it is done");
    }
    std::this_thread::sleep_for(kLookAgain);
  }
  renewer_ = std::jthread([this](const std::stop_token& stop) { keep_renewing(stop); });
}

MigrationLock::~MigrationLock() {
  renewer_ = {};
  try {
    database_.transact([&](Transaction& tx) {
      tx.sql() << "DELETE FROM callboard_migration_lock WHERE id = 1 AND holder = :holder",
          soci::use(holder_, "holder");
    });
  } catch (const std::exception& error) {
    log_.warning("migration_lock_left_behind", {{"error", error.what()}});
  }
}

bool MigrationLock::take() {
  const auto now = to_sql(clock_.now());
  const auto until = to_sql(clock_.now() + kLease);
  try {
    database_.transact([&](Transaction& tx) {
      tx.sql() << "DELETE FROM callboard_migration_lock WHERE id = 1 AND expires_at < :now", soci::use(now, "now");
      tx.sql() << "INSERT INTO callboard_migration_lock (id, holder, expires_at) VALUES (1, :holder, :until)",
          soci::use(holder_, "holder"), soci::use(until, "until");
    });
    return true;
  } catch (const ConstraintViolation&) {
    return false;
  }
}

bool MigrationLock::renew() {
  const auto until = to_sql(clock_.now() + kLease);
  return database_.transact([&](Transaction& tx) {
    soci::statement update =
        (tx.sql().prepare
             << "UPDATE callboard_migration_lock SET expires_at = :until WHERE id = 1 AND holder = :holder",
         soci::use(until, "until"), soci::use(holder_, "holder"));
    return affected_rows(update) == 1;
  });
}

void MigrationLock::check() {
  if (!renew())
    throw MigrationError("another process has taken over the migration, since this one was silent too long");
}

void MigrationLock::keep_renewing(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, stop, kRenewEvery, [&] { return stop.stop_requested(); })) {
    try {
      renew();
    } catch (const std::exception& error) {
      log_.warning("migration_lock_not_renewed", {{"error", error.what()}});
    }
  }
}

}  // namespace callboard::host
