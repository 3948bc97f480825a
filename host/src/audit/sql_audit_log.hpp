// The audit log as rows (sql/host/0004). Thread-safe.
#pragma once

#include "callboard/audit.hpp"

namespace callboard::host {

class SqlAuditLog : public AuditLog {
 public:
  explicit SqlAuditLog(const Clock& clock) : clock_(clock) {}

  void record(Transaction& tx, const Visitor& by, const AuditEntry& entry) override;
  std::vector<AuditedEntry> history(Transaction& tx, const std::string& record, std::int64_t record_id,
                                    int most) override;
  void erase(Transaction& tx, UserId person) override;

 private:
  const Clock& clock_;
};

}  // namespace callboard::host
