// The tables that say which records belong together.
#pragma once

#include <callboard/sql_rows.hpp>

namespace key_cabinet {

inline constexpr callboard::Membership kAccess{"key_cabinet_access", "holder_id", "key_id"};
inline constexpr callboard::Membership kGroupsOfHolder{"key_cabinet_holder_group_members", "holder_id", "group_id"};
inline constexpr callboard::Membership kHoldersOfGroup{"key_cabinet_holder_group_members", "group_id", "holder_id"};
inline constexpr callboard::Membership kKeysOfGroup{"key_cabinet_key_group_keys", "group_id", "key_id"};

}  // namespace key_cabinet
