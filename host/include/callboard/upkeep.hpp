// Looking after the database, for administrators: what is in it, whether it is whole, and copies of it. Restoring one
// is the command line's ("callboard restore"). No path, address or password is ever told. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/api.hpp"
#include "callboard/http.hpp"
#include "callboard/services.hpp"

namespace callboard {

struct DatabaseFacts {
  std::string engine;   // "SQLite", "MariaDB"
  std::string version;  // of the library or the server
  std::uint64_t bytes = 0;
};

struct TableSize {
  std::string name;
  std::uint64_t rows = 0;
  bool estimated = false;              // of many rows, counting them would take long
  std::optional<std::uint64_t> bytes;  // indexes included; where it can be told without reading all of them
};

struct AppliedMigration {
  std::string feature;
  std::string name;
  Time at;
};

// Of the connections of this process.
struct PoolState {
  unsigned size = 0;
  unsigned in_use = 0;
  std::uint64_t waited = 0;   // leases that did not get one at once
  std::uint64_t refused = 0;  // that got none in time
};

// A statement that took long; its text has placeholders, never values.
struct SlowStatement {
  std::string text;
  std::uint64_t times = 0;
  std::chrono::microseconds longest{0};
  std::chrono::microseconds total{0};
  Time last;
};

struct Backup {
  std::string name;  // "2026-11-21-183000.sqlite.gz", by UTC
  Time made_at;
  std::uint64_t bytes = 0;
};

class CALLBOARD_API DatabaseUpkeep {
 public:
  virtual ~DatabaseUpkeep();

  virtual DatabaseFacts facts() = 0;
  // By name.
  virtual std::vector<TableSize> tables() = 0;
  // In the order of their features and numbers.
  virtual std::vector<AppliedMigration> migrations() = 0;
  virtual PoolState pool() = 0;
  // Of all processes of this host since it started, the longest first; and from how long on one counts as slow.
  virtual std::vector<SlowStatement> slow_statements() = 0;
  virtual std::chrono::milliseconds slow_from() const = 0;
  // What the engine finds wrong; empty where all is well. Takes seconds: from a heavy route or a job.
  virtual std::vector<std::string> check() = 0;

  // The newest first.
  virtual std::vector<Backup> backups() = 0;
  // A consistent copy, while the site goes on; whole, or not there. Takes seconds, as check() does; the oldest that are
  // more than what is to be kept go. Throws Conflict while another one is being made, Unavailable where the disk is
  // full.
  virtual Backup back_up() = 0;
  // Hands the file to nginx. Throws NotFound for a name that no backup has.
  virtual Response send(std::string_view name) = 0;
  virtual void remove(std::string_view name) = 0;
};

}  // namespace callboard
