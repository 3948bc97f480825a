// The audit log as rows (sql/host/0004). Rows are added, never changed or removed; but for the values about a
// person, which erase() empties. Thread-safe.
#pragma once

#include "callboard/audit.hpp"

namespace callboard::host {

class SqlAuditLog : public AuditLog {
 public:
  static constexpr int kMostEntries = 1000;  // of one history, of one page of a search
  static constexpr std::size_t kMostPeople = 50;

  explicit SqlAuditLog(const Clock& clock) : clock_(clock) {}

  void record(Transaction& tx, const Visitor& by, const AuditEntry& entry) override;
  // Two statements, however many entries there are.
  std::vector<AuditedEntry> history(Transaction& tx, const std::string& record, std::int64_t record_id,
                                    int most) override;
  // A statement for each person that is looked for, one without, and a small one for each entry's values.
  std::vector<AuditedEntry> search(Transaction& tx, const AuditQuery& query) override;
  void erase(Transaction& tx, UserId person) override;

  // For a test of their query plans.
  static const char* entries_statement();
  static const char* values_statement();
  static const char* erase_statement();
  static std::string search_statement(const AuditQuery& query);
  static const char* own_values_statement();

 private:
  const Clock& clock_;
};

}  // namespace callboard::host
