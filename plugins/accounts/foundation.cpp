#include "foundation.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr int kSweepPortion = 500;  // rows at a time, so that nobody waits for long

template <typename Remove>
void sweep_by_portions(Database& database, const Remove& remove) {
  while (database.transact_single(remove) == kSweepPortion) {
  }
}

}  // namespace

Foundation::Foundation(Registrar& host)
    : settings(Settings::read(host.config())),
      users(host.search()),
      hasher({.threads = settings.hashing_threads, .cost = {.memory = std::size_t{settings.hashing_mib} << 20}}),
      rules(settings.least_password, {host.site().info()->name}),
      links(link_rows, host.clock()),
      sessions(session_rows, host.clock(), settings.sessions),
      limits(host.rate_limiter(), host.keys("device")),
      changes({session_rows, token_rows, link_rows, pending_rows, journal, host.mailer(), host.clock(), host.site()}),
      verification({host.database(), users, links, journal, host.mailer(), host.clock(), host.site()}),
      registration({host.database(), users, verification, journal, hasher, rules, host.rate_limiter(), host.clock(),
                    host.site()}),
      sign_in({host.database(), users, sessions, pending_rows, second_factors, journal, hasher, limits, host.clock()},
              settings) {}

void Foundation::sweep(Database& database, const Clock& clock) const {
  sessions.sweep(database);
  sweep_by_portions(database, [&](Transaction& tx) { return link_rows.sweep(tx, clock.now(), kSweepPortion); });
  sweep_by_portions(database, [&](Transaction& tx) { return pending_rows.sweep(tx, clock.now(), kSweepPortion); });
  sweep_by_portions(database, [&](Transaction& tx) { return token_rows.sweep(tx, clock.now(), kSweepPortion); });
  sweep_by_portions(
      database, [&](Transaction& tx) { return journal.sweep(tx, clock.now() - settings.journal_kept, kSweepPortion); });
}

}  // namespace accounts
