// The pages of an import: choosing a file, what it would do, doing it.
#pragma once

#include "editing_parts.hpp"
#include "record_import.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordImportPages {
 public:
  RecordImportPages(const EditingParts& parts, const RecordImport& import) : parts_(parts), import_(import) {}

  callboard::Response ask(const callboard::AdminCall& call, const AdminResource& resource) const;
  callboard::Response preview(const callboard::AdminCall& call, const AdminResource& resource) const;
  callboard::Response apply(const callboard::AdminCall& call, const AdminResource& resource) const;

 private:
  callboard::Response choose(const callboard::AdminCall& call, const AdminResource& resource,
                             const callboard::Text& fault) const;
  callboard::Response show(const callboard::AdminCall& call, const AdminResource& resource,
                           const ImportResult& result) const;

  EditingParts parts_;
  const RecordImport& import_;
};

}  // namespace theatre_admin
