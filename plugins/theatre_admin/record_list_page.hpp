// The list of a resource's records: search, filters, order, columns, pages, all of it in its address.
#pragma once

#include "record_list_parts.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordListPage {
 public:
  static constexpr int kPage = 50;

  explicit RecordListPage(const RecordListParts& parts) : parts_(parts) {}

  callboard::Response show(const AdminResource& resource, const callboard::Request& request,
                           const callboard::Visitor& visitor) const;

 private:
  struct Found;
  Found find(callboard::Transaction& tx, const AdminResource& resource, const ListQuery& query,
             const callboard::Visitor& visitor, const std::string& zone) const;

  const RecordListParts& parts_;
};

}  // namespace theatre_admin
