// What the records are called to which others refer: one statement for each resource, however many records.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "record.hpp"

namespace theatre_admin {

// Of one request; not for several threads.
class ReferenceTitles {
 public:
  // Those to which these fields of the records refer. Of resources that are not there, or that the visitor may not
  // read, nothing is told.
  ReferenceTitles(callboard::Transaction& tx, const callboard::AdminSite& site, const callboard::Visitor& visitor,
                  const std::vector<const AdminField*>& fields, const std::vector<Record>& records);

  // Nothing where it is not there.
  std::optional<std::string> title(const AdminField& field, std::int64_t id) const;

  // The resource to which the field refers, where this visitor may read it.
  static const AdminResource* resource_of(const callboard::AdminSite& site, const callboard::Visitor& visitor,
                                          const AdminField& field);

 private:
  std::map<std::string, std::map<std::int64_t, std::string>> titles_;  // by the resource's name
};

inline bool is_reference(const AdminField& field) {
  return field.kind == AdminKind::Reference || field.kind == AdminKind::References;
}

}  // namespace theatre_admin
