// Creates and changes records of any resource, inside the caller's transaction: the rules, the version, the writing
// itself, the audit log, the search index and the use of pictures. Forms and imports both go through here.
#pragma once

#include <map>
#include <string>

#include <callboard/audit.hpp>
#include <callboard/media.hpp>
#include <callboard/search.hpp>

#include "record.hpp"

namespace theatre_admin {

// By the field's name; one without a name is a picture that is removed.
using NewPictures = std::map<std::string, callboard::StoredMedia>;

// Thread-safe.
class RecordSaving {
 public:
  RecordSaving(callboard::AuditLog& audit, callboard::SearchIndex& search, callboard::MediaStore& media)
      : audit_(audit), search_(search), media_(media) {}

  // `values` are all fields of the new record, and hold by themselves. Returns its id. Throws AdminRefusal.
  std::int64_t create(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                      const nlohmann::json& values, const NewPictures& pictures = {}) const;
  // `values` are those that differ from `now`, the record as this transaction read it. False where somebody changed
  // or removed it at this very moment; then nothing was done. Throws AdminRefusal.
  bool change(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
              const Record& now, const nlohmann::json& values, const NewPictures& pictures = {}) const;
  // What somebody did to a record beside editing it is told to the log and the index: `before` and after.
  void tell(callboard::Transaction& tx, const callboard::Visitor& by, const AdminResource& resource,
            const std::string& action, const Record& before) const;

 private:
  void audit(callboard::Transaction& tx, const callboard::Visitor& by, const AdminResource& resource,
             const std::string& action, const Record& before, const Record& after) const;
  void index(callboard::Transaction& tx, const AdminResource& resource, const Record& record) const;
  void use(callboard::Transaction& tx, const AdminResource& resource, std::int64_t id,
           const NewPictures& pictures) const;

  callboard::AuditLog& audit_;
  callboard::SearchIndex& search_;
  callboard::MediaStore& media_;
};

// The faults that the resource's rules over several fields find, shown as an AdminRefusal would be.
callboard::Faults check(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                        const Record& record, const nlohmann::json& values);

}  // namespace theatre_admin
