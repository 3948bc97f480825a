#include "record.hpp"

#include <algorithm>
#include <charconv>

#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>

namespace theatre_admin {

using namespace callboard;

std::string plain_text(const nlohmann::json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  if (!value.is_array()) return value.dump();
  std::string joined;
  for (const auto& each : value) joined += (joined.empty() ? "" : ",") + plain_text(each);
  return joined;
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

nlohmann::json day_moment(const std::string& day, const std::string& zone) {
  const auto noon = is_date(day) ? time_from_local(day + "T12:00", zone) : std::nullopt;
  return noon ? moment(*noon, MomentStyle::Date) : nlohmann::json(day);
}

const AdminField* find_field(const std::vector<AdminField>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string address_of(const AdminResource& resource) { return "/admin/" + resource.name; }

bool may_read(const AdminResource& resource, const Visitor& visitor) {
  return !resource.may_read || resource.may_read(visitor);
}

bool may_write(const AdminResource& resource, const Visitor& visitor) {
  return may_read(resource, visitor) && (!resource.may_write || resource.may_write(visitor));
}

}  // namespace theatre_admin
