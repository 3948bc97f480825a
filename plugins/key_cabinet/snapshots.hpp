// What each cabinet needs to decide alone, in versions: a new one when something has changed, or when half of the life
// of the last one is over. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>
#include <callboard/visitor.hpp>

#include "snapshot_repository.hpp"

namespace key_cabinet {

class Snapshots {
 public:
  // So many of a cabinet's versions are kept, so that it can be told what has changed.
  static constexpr std::int64_t kKept = 8;

  Snapshots(callboard::Database& database, const SnapshotRepository& rows, const callboard::Clock& clock,
            const callboard::Site& site, std::chrono::hours life)
      : database_(database), rows_(rows), clock_(clock), site_(site), life_(life) {}

  using Version = SnapshotRepository::Version;
  // The version that `by`, an enrolled cabinet, should have now. While nothing has changed that is a few reads: no
  // right is looked at. However many ask at once, one change makes one version.
  Version newest(const callboard::Visitor& by);

  // What it says, whole or, where `since` is a version that is still known, as what has changed.
  nlohmann::json content(const callboard::Visitor& by, const Version& version, std::optional<std::int64_t> since);

 private:
  std::string stamp(callboard::Transaction& tx, CabinetId cabinet, const SnapshotSpan& span, SnapshotRows& rows) const;
  bool holds(const Version& version) const;
  Version renew(callboard::Transaction& tx, CabinetId cabinet) const;
  nlohmann::json make(callboard::Transaction& tx, CabinetId cabinet, SnapshotRows& rows,
                      const nlohmann::json& previous) const;

  callboard::Database& database_;
  const SnapshotRepository& rows_;
  const callboard::Clock& clock_;
  const callboard::Site& site_;
  std::chrono::hours life_;
};

}  // namespace key_cabinet
