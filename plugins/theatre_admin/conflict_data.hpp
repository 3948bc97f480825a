// The data of the template theatre_admin/record_conflict: what was typed beside what is there by now.
#pragma once

#include "editing_parts.hpp"

namespace theatre_admin {

nlohmann::json conflict_data(const EditingParts& parts, callboard::Transaction& tx, const callboard::AdminCall& call,
                             const AdminResource& resource, const Record& now, const SentForm& sent);

}  // namespace theatre_admin
