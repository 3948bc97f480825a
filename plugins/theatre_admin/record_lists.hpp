// The reading side of all declared resources: lists, what is done with a selection of them, and exports.
#pragma once

#include "record_export.hpp"
#include "record_list_page.hpp"
#include "record_selection_page.hpp"

namespace theatre_admin {

// Thread-safe once its routes are added; lives as long as the process.
class RecordLists {
 public:
  RecordLists(callboard::Registrar& host, const AdminFrame& frame)
      : parts_(host, frame), list_(parts_), selection_(parts_), export_(parts_) {}
  RecordLists(const RecordLists&) = delete;
  RecordLists& operator=(const RecordLists&) = delete;

  // `resource` lives as long as the process.
  void add_routes(callboard::Registrar& host, const AdminResource& resource);

 private:
  RecordListParts parts_;
  RecordListPage list_;
  RecordSelectionPage selection_;
  RecordExport export_;
};

}  // namespace theatre_admin
