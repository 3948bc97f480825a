#include "admin_fields.hpp"

namespace key_cabinet {

using namespace callboard;

AdminField flag_field(const char* name, Text label, const char* condition, bool listed) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Flag,
          .sql = condition,
          .listed = listed,
          .filterable = true,
          .filter_sql = "(" + std::string(condition) + ") = CAST(:value AS DECIMAL)",
          .editable = false};
}

AdminField shown_reference(const char* name, Text label, const char* sql, const char* resource) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Reference,
          .sql = sql,
          .filterable = true,
          .editable = false,
          .resource = resource};
}

AdminField reason_field(bool required) {
  return {.name = "reason", .label = _("Reason"), .required = required, .longest = 200};
}

std::optional<UserId> account_of(const nlohmann::json& record) {
  const auto account = record.find("account");
  if (account == record.end() || !account->is_number_integer()) return std::nullopt;
  return UserId{account->get<std::int64_t>()};
}

}  // namespace key_cabinet
