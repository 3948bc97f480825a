// The records that a few typed letters may mean.
#pragma once

#include <callboard/search.hpp>

#include "sql_records.hpp"

namespace theatre_admin {

class SqlRecordChoices {
 public:
  static constexpr int kMost = 20;
  // By the resource's words where it declares some, otherwise by the beginning of the title.
  static std::vector<Record> find(callboard::Transaction& tx, const AdminResource& resource,
                                  callboard::SearchIndex& search, const std::string& query);
};

}  // namespace theatre_admin
