// A table as a file, row by row: CSV and XLSX. A cell is a text or a number, and an empty text is an empty cell.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <callboard/form.hpp>

namespace theatre_admin {

using ExportCell = std::variant<std::string, long long>;
using ExportRow = std::vector<ExportCell>;

// UTF-8's mark, by which spreadsheets know the encoding.
inline constexpr const char* kCsvBegin = "\xEF\xBB\xBF";

// A line by RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_line(const ExportRow& row);

// A sheet that is written to a temporary file as it is made, in constant memory. Not for several threads.
class XlsxFile {
 public:
  static constexpr int kMostRows = 1'048'575;  // of a sheet, below its head

  // Throws Unavailable where the folder cannot be written to.
  XlsxFile(const std::filesystem::path& folder, const std::string& sheet);
  ~XlsxFile();
  XlsxFile(const XlsxFile&) = delete;
  XlsxFile& operator=(const XlsxFile&) = delete;

  // Throws Conflict beyond kMostRows.
  void add(const ExportRow& row);
  // The whole file. Throws Unavailable where the disk is full.
  std::shared_ptr<const callboard::TemporaryFile> finish();

 private:
  struct Book;
  std::shared_ptr<const callboard::TemporaryFile> file_;
  std::unique_ptr<Book> book_;
};

}  // namespace theatre_admin
