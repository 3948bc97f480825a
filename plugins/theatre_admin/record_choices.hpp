// What a field that refers to other records offers while somebody types: GET /admin/<name>/choices?q=….
#pragma once

#include "editing_parts.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordChoices {
 public:
  explicit RecordChoices(const EditingParts& parts) : parts_(parts) {}
  // [{"id", "value" (what the form sends), "title"}, …], at most 20, by their titles.
  callboard::Response find(const callboard::AdminCall& call, const AdminResource& resource) const;

 private:
  EditingParts parts_;
};

}  // namespace theatre_admin
