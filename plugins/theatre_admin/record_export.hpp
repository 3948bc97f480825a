// A list as a file: what was filtered, what was chosen, or all. It can be imported again: `id` and the fields' names
// are its head, and values stand as an import reads them (local times as 2026-11-21T18:30, flags as yes and no, lists
// with semicolons, references by id with the title in a column of its own).
#pragma once

#include "export_table.hpp"
#include "record_list_parts.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordExport {
 public:
  static constexpr int kPortion = 1000;  // rows of one read, so that no transaction lasts as long as a download

  explicit RecordExport(const RecordListParts& parts) : parts_(parts) {}

  // Streams it, a portion at a time.
  callboard::Response csv(const AdminResource& resource, const callboard::Request& request,
                          const callboard::Visitor& visitor) const;
  callboard::Response xlsx(const AdminResource& resource, const callboard::Request& request,
                           const callboard::Visitor& visitor) const;

 private:
  // Takes a row; false ends it.
  using Take = std::function<bool(const ExportRow&)>;

  ListQuery query(const AdminResource& resource, const callboard::Request& request) const;
  void each_row(const AdminResource& resource, ListQuery query, const callboard::Visitor& visitor,
                const Take& take) const;
  struct Portion {
    std::vector<ExportRow> rows;
    std::optional<ListCursor> end;  // where there may be more
  };
  Portion portion(const AdminResource& resource, const ListQuery& query, const callboard::Visitor& visitor) const;
  void audit(const AdminResource& resource, const ListQuery& query, const callboard::Visitor& visitor,
             const std::string& format) const;

  const RecordListParts& parts_;
};

}  // namespace theatre_admin
