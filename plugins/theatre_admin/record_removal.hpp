// The removal of one record of any resource, by all ways there are: the record's own page, a selection in the list.
#pragma once

#include <optional>

#include <callboard/audit.hpp>
#include <callboard/media.hpp>
#include <callboard/search.hpp>

#include "record.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordRemoval {
 public:
  RecordRemoval(callboard::AuditLog& audit, callboard::SearchIndex& search, callboard::MediaStore& media)
      : audit_(audit), search_(search), media_(media) {}

  // Inside the caller's transaction; returns what the record was. With a version, only where it is that one still.
  // Throws Forbidden where the resource or the visitor may not, NotFound, Conflict where it is changed by now, and
  // AdminRefusal where a rule of the resource forbids it or others still refer to it.
  Record remove(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                std::int64_t id, std::optional<std::int64_t> version = std::nullopt) const;

 private:
  void audit(callboard::Transaction& tx, const callboard::Visitor& by, const AdminResource& resource,
             const Record& record) const;

  callboard::AuditLog& audit_;
  callboard::SearchIndex& search_;
  callboard::MediaStore& media_;
};

}  // namespace theatre_admin
