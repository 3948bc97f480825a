// What is done with the records that were ticked in a list, or with all that it finds: asked first, then done.
#pragma once

#include "record_list_parts.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordSelectionPage {
 public:
  explicit RecordSelectionPage(const RecordListParts& parts) : parts_(parts) {}

  // The fields are `action`, `ids` or `all`, and `confirm` once it was asked. The address has the list's parameters.
  callboard::Response post(const AdminResource& resource, const callboard::Request& request,
                           const callboard::Visitor& visitor) const;

 private:
  struct Selection;
  std::vector<std::int64_t> chosen(const AdminResource& resource, const callboard::Form& form,
                                   const ListQuery& query) const;
  callboard::Response ask(const AdminResource& resource, const Selection& selection, const callboard::Visitor& visitor,
                          nlohmann::json more, callboard::HttpStatus status) const;
  callboard::Response perform(const AdminResource& resource, const Selection& selection,
                              const callboard::Request& request, const callboard::Visitor& visitor) const;

  const RecordListParts& parts_;
};

}  // namespace theatre_admin
