#include "export_table.hpp"

#include <xlsxwriter.h>

#include <callboard/errors.hpp>
#include <callboard/temporary_file.hpp>

namespace theatre_admin {

using namespace callboard;

namespace {

constexpr std::size_t kLongestXlsxText = 32'767;  // characters of a cell; fewer bytes are surely no more

bool looks_like_a_formula(const std::string& text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string csv_cell(const std::string& text) {
  const auto safe = looks_like_a_formula(text) ? "'" + text : text;
  if (safe.find_first_of(",;\"\r\n\t") == std::string::npos && !safe.starts_with(' ') && !safe.ends_with(' ')) {
    return safe;
  }
  std::string quoted = "\"";
  for (const char c : safe) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string cut(const std::string& text) {
  if (text.size() <= kLongestXlsxText) return text;
  auto end = kLongestXlsxText;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

std::string csv_line(const ExportRow& row) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line += ',';
    const auto* number = std::get_if<long long>(&row[i]);
    line += number ? std::to_string(*number) : csv_cell(std::get<std::string>(row[i]));
  }
  return line + "\r\n";
}

struct XlsxFile::Book {
  lxw_workbook* workbook = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_row_t rows = 0;
};

XlsxFile::XlsxFile(const std::filesystem::path& folder, const std::string& sheet)
    : file_(TemporaryFileWriter(folder).file()), book_(std::make_unique<Book>()) {
  std::string temporary = folder.string();
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = temporary.data();
  book_->workbook = workbook_new_opt(file_->path().c_str(), &options);
  // A sheet of another name would have to follow Excel's rules for names; the file's name says it all.
  book_->sheet = book_->workbook ? workbook_add_worksheet(book_->workbook, sheet.c_str()) : nullptr;
  if (!book_->sheet) throw Unavailable("no XLSX file can be begun");
  worksheet_freeze_panes(book_->sheet, 1, 1);
}

// A book that is let go of without being closed would leak; what closing writes goes with the file.
XlsxFile::~XlsxFile() {
  if (book_->workbook) workbook_close(book_->workbook);
}

void XlsxFile::add(const ExportRow& row) {
  if (book_->rows > kMostRows)
    throw Conflict("an XLSX file is full",
                   _("A sheet holds no more than 1,048,575 records. Filter the list, or export it as CSV."));
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    if (const auto* number = std::get_if<long long>(&row[i])) {
      worksheet_write_number(book_->sheet, book_->rows, column, static_cast<double>(*number), nullptr);
    } else if (const auto& text = std::get<std::string>(row[i]); !text.empty()) {
      // As a string it is none of a formula's, whatever it begins with.
      worksheet_write_string(book_->sheet, book_->rows, column, cut(text).c_str(), nullptr);
    }
  }
  ++book_->rows;
}

std::shared_ptr<const TemporaryFile> XlsxFile::finish() {
  if (workbook_close(std::exchange(book_->workbook, nullptr)) != LXW_NO_ERROR) {
    throw Unavailable("an XLSX file could not be written");
  }
  return file_;
}

}  // namespace theatre_admin
