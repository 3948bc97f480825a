// A record of any resource as this plugin handles it: the values of its fields by their names (callboard/admin.hpp says
// how each kind is written), besides "id", "version" and "title".
#pragma once

#include <callboard/admin.hpp>

namespace theatre_admin {

using callboard::AdminField;
using callboard::AdminKind;
using callboard::AdminResource;
using Record = nlohmann::json;

inline std::int64_t id_of(const Record& record) { return record["id"].get<std::int64_t>(); }
inline std::int64_t version_of(const Record& record) { return record["version"].get<std::int64_t>(); }
inline const std::string& title_of(const Record& record) { return record["title"].get_ref<const std::string&>(); }

// A value as one text, for what is compared or kept and not read by people: "" for nothing, "1" and "0" for a flag,
// lists joined by commas.
std::string plain_text(const nlohmann::json& value);

// A whole number and nothing else.
std::optional<std::int64_t> integer(std::string_view text);

// For a template. A day has no zone, but the view writes times in the site's: at noon it is that day there.
nlohmann::json day_moment(const std::string& day, const std::string& zone);

inline bool is_list(AdminKind kind) { return kind == AdminKind::Choices || kind == AdminKind::References; }

// Null where there is none of that name.
const AdminField* find_field(const std::vector<AdminField>& fields, std::string_view name);

// Where the resource's pages begin: "/admin/shows".
std::string address_of(const AdminResource& resource);

bool may_read(const AdminResource& resource, const callboard::Visitor& visitor);
bool may_write(const AdminResource& resource, const callboard::Visitor& visitor);

}  // namespace theatre_admin
