// What is done with several records at once, all of it or nothing.
#pragma once

#include "record_removal.hpp"

namespace theatre_admin {

// One of them refused, or is not there any more; nothing was done with any.
class BulkRefusal : public callboard::Conflict {
 public:
  BulkRefusal(std::string record, callboard::Text why)
      : Conflict("one of several records refused", std::move(why)), record_(std::move(record)) {}
  // What it is called, or its number.
  const std::string& record() const { return record_; }

 private:
  std::string record_;
};

// Lives as long as a request.
class BulkAction {
 public:
  // `action` is one of the resource, or null for deleting.
  BulkAction(callboard::Database& database, callboard::AuditLog& audit, const RecordRemoval& removal,
             const AdminResource& resource, const callboard::AdminAction* action)
      : database_(database), audit_(audit), removal_(removal), resource_(resource), action_(action) {}

  // Throws BulkRefusal; AdminRefusal where the refusal is about `values`, what was said with the action.
  void run(const callboard::AdminCall& call, const std::vector<std::int64_t>& ids, const nlohmann::json& values) const;

 private:
  void run_one(callboard::Transaction& tx, const callboard::AdminCall& call, std::int64_t id,
               const nlohmann::json& values) const;
  void act(callboard::Transaction& tx, const callboard::AdminCall& call, const Record& record,
           const nlohmann::json& values) const;

  callboard::Database& database_;
  callboard::AuditLog& audit_;
  const RecordRemoval& removal_;
  const AdminResource& resource_;
  const callboard::AdminAction* action_;
};

}  // namespace theatre_admin
