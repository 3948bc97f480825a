// What was changed, by whom, when, old -> new. An entry is written in the transaction of the change, so
// both are there or neither. Entries name people by id alone; personal values lie in a table of their
// own, which erasing the person empties. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "callboard/api.hpp"
#include "callboard/database.hpp"
#include "callboard/services.hpp"
#include "callboard/visitor.hpp"

namespace callboard {

struct AuditChange {
  std::string field;
  std::string before;
  std::string after;
};

struct AuditEntry {
  std::string action;  // "role_changed", "deleted"
  std::string record;  // the kind of record: "user", "course"
  std::int64_t record_id = 0;
  std::vector<AuditChange> changes = {};
  std::optional<UserId> person = {};  // whose personal data the changes hold, if anybody's
};

// An entry as it is read back.
struct AuditedEntry {
  std::int64_t id = 0;
  Time at;
  Visitor::Kind by = Visitor::Kind::Anonymous;
  std::int64_t by_id = 0;  // of a person or a device; 0 otherwise
  AuditEntry entry;
};

// What to look for; what is not set does not matter.
struct AuditQuery {
  std::optional<Visitor::Kind> by = {};
  std::optional<std::vector<std::int64_t>> by_ids = {};  // any of them, at most 50; with `by`
  std::string action = {};
  std::string record = {};
  std::optional<std::int64_t> record_id = {};  // with `record`
  std::optional<Time> from = {};
  std::optional<Time> until = {};           // not included
  std::optional<std::int64_t> before = {};  // what comes after the entry with this id: the next page
  int most = 50;
};

class CALLBOARD_API AuditLog {
 public:
  virtual ~AuditLog();
  virtual void record(Transaction& tx, const Visitor& by, const AuditEntry& entry) = 0;
  // What happened to one record, the newest first, at most `most` entries.
  virtual std::vector<AuditedEntry> history(Transaction& tx, const std::string& record, std::int64_t record_id,
                                            int most) = 0;
  // The newest first; by time, and by id where the time is the same.
  virtual std::vector<AuditedEntry> search(Transaction& tx, const AuditQuery& query) = 0;
  // Empties the personal values about this person; that something was changed stays.
  virtual void erase(Transaction& tx, UserId person) = 0;
};

}  // namespace callboard
