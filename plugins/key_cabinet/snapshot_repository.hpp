// What snapshots are made of, and the last ones that each cabinet was given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "loan_repository.hpp"
#include "snapshot_rows.hpp"

namespace key_cabinet {

class SnapshotRepository {
 public:
  virtual ~SnapshotRepository() = default;

  // Nobody else makes a version for this cabinet until the transaction ends.
  virtual void lock(callboard::Transaction& tx, CabinetId cabinet) const = 0;

  struct Version {
    std::int64_t version = 0;
    std::string stamp;
    SnapshotSpan span;
  };
  virtual std::optional<Version> newest(callboard::Transaction& tx, CabinetId cabinet) const = 0;
  virtual std::optional<std::string> payload(callboard::Transaction& tx, CabinetId cabinet,
                                             std::int64_t version) const = 0;
  virtual void add(callboard::Transaction& tx, CabinetId cabinet, const Version& version,
                   const std::string& payload) const = 0;
  virtual void set_stamp(callboard::Transaction& tx, CabinetId cabinet, std::int64_t version,
                         const std::string& stamp) const = 0;
  // Removes those up to this version.
  virtual void forget(callboard::Transaction& tx, CabinetId cabinet, std::int64_t version) const = 0;

  // All but the pairs, of which there may be many.
  virtual SnapshotRows rows(callboard::Transaction& tx, CabinetId cabinet, const SnapshotSpan& span) const = 0;
  virtual void add_pairs(callboard::Transaction& tx, SnapshotRows& rows) const = 0;
  // A text that is another one when any pair was added or removed; the database adds up, no pair is read out of it.
  virtual std::string sums_of_pairs(callboard::Transaction& tx) const = 0;
};

}  // namespace key_cabinet
