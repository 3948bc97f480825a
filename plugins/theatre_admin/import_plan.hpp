// What an import would do, row by row, before anything is done.
#pragma once

#include <string>
#include <vector>

#include "csv_reader.hpp"
#include "record_editing.hpp"

namespace theatre_admin {

struct ImportRow {
  enum class What { Add, Change, Unchanged, Fault };
  std::size_t line = 0;
  What what = What::Fault;
  nlohmann::json values = nlohmann::json::object();  // what is written
  Record before = {};                                // of a record that is there
  callboard::Faults faults = {};                     // by field; by "" where it is the row's
};

struct ImportPlan {
  callboard::Text fault = {};             // the file cannot be read at all
  std::vector<std::string> ignored = {};  // columns that are not imported
  std::vector<ImportRow> rows = {};

  std::size_t count(ImportRow::What what) const;
  // There is something to do, and nothing is in its way.
  bool can_be_done() const;
  // Another one for another plan.
  std::string hash() const;
};

class ImportPlanner {
 public:
  static constexpr std::size_t kMostRows = 10'000;

  ImportPlanner(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                const callboard::AdminSite& site, const std::string& zone)
      : tx_(tx), call_(call), resource_(resource), fields_(tx, site, zone) {}

  ImportPlan plan(std::string_view content);

 private:
  bool read_header(const CsvRow& header, ImportPlan& plan);
  bool read_column(const std::string& name, std::size_t at, ImportPlan& plan);
  void read_ids(const std::vector<CsvRow>& rows);
  ImportRow row(const CsvRow& cells);
  void plan_new(const SentForm& sent, ImportRow& row);
  void plan_change(const SentForm& sent, std::int64_t id, ImportRow& row);
  SentForm sent(const CsvRow& cells) const;

  struct Column {
    std::size_t at;
    const AdminField* field;
  };

  callboard::Transaction& tx_;
  const callboard::AdminCall& call_;
  const AdminResource& resource_;
  FieldValues fields_;
  std::vector<Column> columns_;
  std::optional<std::size_t> id_column_;
  std::map<std::int64_t, Record> records_;     // those that the file names
  std::map<std::int64_t, std::size_t> lines_;  // where an id stood first
};

}  // namespace theatre_admin
