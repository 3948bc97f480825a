// What happened to a record, in words.
#pragma once

#include "editing_parts.hpp"

namespace theatre_admin {

// The newest first: {"at", "by", "text", "changes": [{"label", "before": parts, "after": parts, "was": there is a
// before}]}.
nlohmann::json history_data(const EditingParts& parts, callboard::Transaction& tx, const AdminResource& resource,
                            std::int64_t id, int most);
// Who made an entry, as far as it can be said.
nlohmann::json author(const callboard::AuditedEntry& entry,
                      const std::map<callboard::UserId, callboard::PersonName>& names);
std::map<callboard::UserId, callboard::PersonName> authors(const EditingParts& parts, callboard::Transaction& tx,
                                                           const std::vector<callboard::AuditedEntry>& entries);

}  // namespace theatre_admin
