// The data of the template theatre_admin/record_form.
#pragma once

#include "editing_parts.hpp"
#include "form_fields.hpp"

namespace theatre_admin {

// A new record, where `start` says what stands in the fields instead of what they begin with, and `edited` what is
// wrong with it.
nlohmann::json new_form(const EditingParts& parts, callboard::Transaction& tx, const AdminResource& resource,
                        const SentForm& start, const Edited& edited = {});
// A record as it is, except for what `typed` says.
nlohmann::json edit_form(const EditingParts& parts, callboard::Transaction& tx, const AdminResource& resource,
                         const Record& record, const SentForm& typed = {}, const Edited& edited = {});

}  // namespace theatre_admin
