#include "audit/sql_audit_log.hpp"

namespace callboard::host {

void SqlAuditLog::record(Transaction&, const Visitor&, const AuditEntry&) {}
std::vector<AuditedEntry> SqlAuditLog::history(Transaction&, const std::string&, std::int64_t, int) { return {}; }
void SqlAuditLog::erase(Transaction&, UserId) {}

}  // namespace callboard::host
