// How many records there are of a kind. Thread-safe: has no state.
#pragma once

#include "record.hpp"

namespace theatre_admin {

class SqlRecordCounts {
 public:
  // At most `most`: no table is read whole for a figure.
  static long long up_to(callboard::Transaction& tx, const AdminResource& resource, long long most);
};

}  // namespace theatre_admin
