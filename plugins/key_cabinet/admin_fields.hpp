// Fields that several resources of the administration have.
#pragma once

#include <callboard/admin.hpp>

namespace key_cabinet {

// A flag that is only shown, by its condition.
callboard::AdminField flag_field(const char* name, callboard::Text label, const char* condition, bool listed);
// A record of another resource that is only shown.
callboard::AdminField shown_reference(const char* name, callboard::Text label, const char* sql, const char* resource);
callboard::AdminField reason_field(bool required);

// Whose personal data a record with the field `account` holds.
std::optional<callboard::UserId> account_of(const nlohmann::json& record);

}  // namespace key_cabinet
