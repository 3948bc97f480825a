// The page of one record: its fields in words, what can be done with it, what belongs to it, what happened to it.
#pragma once

#include "editing_parts.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordPage {
 public:
  explicit RecordPage(const EditingParts& parts) : parts_(parts) {}

  callboard::Response show(const callboard::AdminCall& call, const AdminResource& resource) const;
  // The file of a Picture.
  callboard::Response picture(const callboard::AdminCall& call, const AdminResource& resource) const;

 private:
  nlohmann::json data(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                      std::int64_t id) const;

  EditingParts parts_;
};

// Those records of other resources that belong to this one, as far as the visitor may see them.
nlohmann::json children_data(const EditingParts& parts, callboard::Transaction& tx, const callboard::Visitor& visitor,
                             const AdminResource& resource, std::int64_t id);

}  // namespace theatre_admin
