// Writes records of resources that have no functions of their own for it, and takes the version that lets one writer
// change a record. Statements are put together from the declaration; values are bound.
#pragma once

#include <callboard/database.hpp>

#include "record.hpp"

namespace theatre_admin {

class SqlRecordWrites {
 public:
  // The column behind a field; empty where it is an expression, which cannot be written to.
  static std::string column_of(const AdminField& field);

  // Makes the record's version the next one. False where it is not `version` (any more), or the record is gone.
  static bool take_version(callboard::Transaction& tx, const AdminResource& resource, std::int64_t id,
                           std::int64_t version);
  // Returns the new record's id. Both throw ConstraintViolation.
  static std::int64_t insert(callboard::Transaction& tx, const AdminResource& resource, const nlohmann::json& values);
  static void update(callboard::Transaction& tx, const AdminResource& resource, std::int64_t id,
                     const nlohmann::json& values);
};

}  // namespace theatre_admin
