#pragma once

#include "snapshot_repository.hpp"

namespace key_cabinet {

class SqlSnapshotRepository : public SnapshotRepository {
 public:
  void lock(callboard::Transaction& tx, CabinetId cabinet) const override;
  std::optional<Version> newest(callboard::Transaction& tx, CabinetId cabinet) const override;
  std::optional<std::string> payload(callboard::Transaction& tx, CabinetId cabinet,
                                     std::int64_t version) const override;
  void add(callboard::Transaction& tx, CabinetId cabinet, const Version& version,
           const std::string& payload) const override;
  void set_stamp(callboard::Transaction& tx, CabinetId cabinet, std::int64_t version,
                 const std::string& stamp) const override;
  void forget(callboard::Transaction& tx, CabinetId cabinet, std::int64_t version) const override;
  SnapshotRows rows(callboard::Transaction& tx, CabinetId cabinet, const SnapshotSpan& span) const override;
  void add_pairs(callboard::Transaction& tx, SnapshotRows& rows) const override;
  std::string sums_of_pairs(callboard::Transaction& tx) const override;

  // For tests of their plans.
  static const char* newest_statement();
  static const char* out_statement();
};

}  // namespace key_cabinet
