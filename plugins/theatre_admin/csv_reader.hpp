// A CSV file as people have them: UTF-8 with or without a byte order mark, RFC 4180 with any line end, its cells
// separated by commas, semicolons or tabs, whichever its first line has.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/text.hpp>

namespace theatre_admin {

struct CsvRow {
  std::size_t line = 0;  // where it begins; the first line is 1
  std::vector<std::string> cells;
};

struct CsvFile {
  std::vector<CsvRow> rows;  // without empty ones; the first is the header
  callboard::Text fault;     // where it cannot be read; names the line
};

// Reads no further than the first fault, or `most` rows, beyond which there is a fault too.
CsvFile read_csv(std::string_view content, std::size_t most);

}  // namespace theatre_admin
