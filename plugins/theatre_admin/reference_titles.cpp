#include "reference_titles.hpp"

#include <set>

#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;

namespace {

void collect(std::set<std::int64_t>& ids, const nlohmann::json& value) {
  if (value.is_number_integer()) ids.insert(value.get<std::int64_t>());
  if (!value.is_array()) return;
  for (const auto& each : value) collect(ids, each);
}

}  // namespace

ReferenceTitles::ReferenceTitles(Transaction& tx, const AdminSite& site, const Visitor& visitor,
                                 const std::vector<const AdminField*>& fields, const std::vector<Record>& records) {
  std::map<std::string, std::set<std::int64_t>> wanted;
  for (const auto* field : fields) {
    if (!is_reference(*field) || !resource_of(site, visitor, *field)) continue;
    for (const auto& record : records) collect(wanted[field->resource], record[field->name]);
  }
  for (const auto& [name, ids] : wanted) {
    titles_[name] = SqlRecords::titles(tx, *site.find(name), {ids.begin(), ids.end()});
  }
}

std::optional<std::string> ReferenceTitles::title(const AdminField& field, std::int64_t id) const {
  const auto resource = titles_.find(field.resource);
  if (resource == titles_.end()) return std::nullopt;
  const auto found = resource->second.find(id);
  if (found == resource->second.end()) return std::nullopt;
  return found->second;
}

const AdminResource* ReferenceTitles::resource_of(const AdminSite& site, const Visitor& visitor,
                                                  const AdminField& field) {
  const auto* resource = site.find(field.resource);
  return resource && may_read(*resource, visitor) ? resource : nullptr;
}

}  // namespace theatre_admin
