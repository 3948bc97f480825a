#include "csv_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace theatre_admin {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> cells(const std::string& line) {
  const auto file = read_csv("a,b,c\n" + line, 10);
  EXPECT_TRUE(file.fault.empty()) << file.fault.english();
  return file.rows.size() < 2 ? std::vector<std::string>() : file.rows[1].cells;
}

TEST(ReadCsv, ReadsQuotedCells) {
  EXPECT_THAT(cells("1,\"a, \"\"b\"\"\",\"\""), ElementsAre("1", "a, \"b\"", ""));
  EXPECT_THAT(cells("\"two\r\nlines\",x,y\r\n"), ElementsAre("two\r\nlines", "x", "y"));
  EXPECT_THAT(cells(",,"), ElementsAre("", "", ""));
  EXPECT_THAT(cells("a\"b,it's,c"), ElementsAre("a\"b", "it's", "c"));
}

TEST(ReadCsv, FindsTheSeparatorInTheFirstLine) {
  EXPECT_THAT(read_csv("a;\"b,c,d\";e\n1;2;3", 10).rows[1].cells, ElementsAre("1", "2", "3"));
  EXPECT_THAT(read_csv("a\tb\n1,5\t2", 10).rows[1].cells, ElementsAre("1,5", "2"));
  EXPECT_THAT(read_csv("alone\nx;y", 10).rows[1].cells, ElementsAre("x;y"));
}

TEST(ReadCsv, TakesAnyLineEndAndAByteOrderMark) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const auto file = read_csv("\xEF\xBB\xBFid,b" + end + end + "1,2" + end, 10);
    ASSERT_EQ(file.rows.size(), 2u);
    EXPECT_THAT(file.rows[0].cells, ElementsAre("id", "b"));
    EXPECT_THAT(file.rows[1].cells, ElementsAre("1", "2"));
    EXPECT_EQ(file.rows[1].line, 3u);
  }
}

TEST(ReadCsv, CountsLinesInsideOfQuotes) {
  const auto file = read_csv("a,b\n\"1\n2\n3\",x\ny,z\n", 10);
  EXPECT_EQ(file.rows[1].line, 2u);
  EXPECT_EQ(file.rows[2].line, 5u);
}

TEST(ReadCsv, ReadsNoMoreRowsThanItShall) {
  EXPECT_TRUE(read_csv("a\n1\n2\n", 2).fault.empty());
  EXPECT_FALSE(read_csv("a\n1\n2\n3\n", 2).fault.empty());
}

}  // namespace
}  // namespace theatre_admin
