// The panel of a list's filters, as data for its template.
#pragma once

#include "record_list_parts.hpp"

namespace theatre_admin {

// [{"label", "parameter", "choices": […]} | {"label", "from": {…}, "to": {…}} | {"label", "parameter", "value"}]. Reads
// the records to which references may point, where they are few enough to choose from.
nlohmann::json filter_data(callboard::Transaction& tx, const RecordListParts& parts, const AdminResource& resource,
                           const ListQuery& query, const callboard::Visitor& visitor);

// What is filtered now: [{"label", "relation", "text", "url"}], the address being that of the list without it.
nlohmann::json active_filter_data(callboard::Transaction& tx, const RecordListParts& parts,
                                  const AdminResource& resource, const ListQuery& query,
                                  const callboard::Visitor& visitor);

}  // namespace theatre_admin
