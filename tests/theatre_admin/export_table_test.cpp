#include "export_table.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "callboard/errors.hpp"

namespace theatre_admin {
namespace {

std::string line(const std::string& text) { return csv_line({text}); }

TEST(CsvLine, LeavesPlainValuesAsTheyAre) {
  EXPECT_EQ(csv_line({7LL, std::string("Чайка"), std::string(), -5LL}), "7,Чайка,,-5\r\n");
}

TEST(CsvLine, QuotesByRfc4180) {
  EXPECT_EQ(line("a,b"), "\"a,b\"\r\n");
  EXPECT_EQ(line("say \"no\""), "\"say \"\"no\"\"\"\r\n");
  EXPECT_EQ(line("one\ntwo"), "\"one\ntwo\"\r\n");
  EXPECT_EQ(line("one\r\ntwo"), "\"one\r\ntwo\"\r\n");
  EXPECT_EQ(line("a;b"), "\"a;b\"\r\n");
}

TEST(CsvLine, MakesNoFormulas) {
  EXPECT_EQ(line("=1+1"), "'=1+1\r\n");
  EXPECT_EQ(line("+7 900"), "'+7 900\r\n");
  EXPECT_EQ(line("-5"), "'-5\r\n");
  EXPECT_EQ(line("@SUM(A1)"), "'@SUM(A1)\r\n");
  EXPECT_EQ(line("\t=1"), "\"'\t=1\"\r\n");
  EXPECT_EQ(line("\r=1"), "\"'\r=1\"\r\n");
  EXPECT_EQ(line("=HYPERLINK(\"http://x\",1)"), "\"'=HYPERLINK(\"\"http://x\"\",1)\"\r\n");
  EXPECT_EQ(line("1=1"), "1=1\r\n");
}

TEST(XlsxFile, IsAZipThatGoesWithItsLastOwner) {
  std::filesystem::path path;
  {
    XlsxFile sheet(std::filesystem::temp_directory_path(), "records");
    sheet.add({std::string("id"), std::string("title")});
    sheet.add({1LL, std::string("=1+1")});
    const auto file = sheet.finish();
    path = file->path();
    std::ifstream in(path, std::ios::binary);
    std::string begin(4, ' ');
    in.read(begin.data(), 4);
    EXPECT_EQ(begin, "PK\x03\x04");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(XlsxFile, TakesALongText) {
  XlsxFile sheet(std::filesystem::temp_directory_path(), "records");
  std::string cyrillic;
  for (int i = 0; i < 40'000; ++i) cyrillic += "ж";
  sheet.add({cyrillic});
  EXPECT_GT(std::filesystem::file_size(sheet.finish()->path()), 0U);
}

TEST(XlsxFile, CannotBeginWhereThereIsNoFolder) {
  EXPECT_THROW(XlsxFile("/no/such/folder", "records"), callboard::Unavailable);
}

}  // namespace
}  // namespace theatre_admin
