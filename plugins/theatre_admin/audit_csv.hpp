// The audit log as a CSV file (RFC 4180): a row for each value that changed, times in UTC. Pure functions.
#pragma once

#include <string>

#include <callboard/audit.hpp>

namespace theatre_admin {

// With a byte order mark, by which spreadsheets know the encoding.
std::string audit_csv_head();
std::string audit_csv_rows(const callboard::AuditedEntry& audited, const callboard::Text& who);

}  // namespace theatre_admin
