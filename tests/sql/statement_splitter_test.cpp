#include "sql/statement_splitter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard::host {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> split(std::string_view script) { return split_statements(script, Engine::Sqlite); }

std::string error_of(std::string_view script) {
  try {
    split(script);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(SplitStatements, EndsAStatementAtASemicolonThatEndsItsLine) {
  EXPECT_THAT(split("CREATE TABLE a (\n  x INT\n);\nDROP TABLE b;\n"),
              ElementsAre("CREATE TABLE a (\n  x INT\n)", "DROP TABLE b"));
}

TEST(SplitStatements, EndsAStatementWhereOnlyBlanksOrACommentFollow) {
  EXPECT_THAT(split("A; \t\r\nB; -- why; because\nC;"), ElementsAre("A", "B", "C"));
}

TEST(SplitStatements, KeepsASemicolonInTheMiddleOfALine) { EXPECT_THAT(split("A; B;\n"), ElementsAre("A; B")); }

TEST(SplitStatements, KeepsSemicolonsInStringsAndQuotedNames) {
  EXPECT_THAT(split("A ';\n';\nB \";\n\";\nC `;\n`;\nD 'it''s;\n';\n"),
              ElementsAre("A ';\n'", "B \";\n\"", "C `;\n`", "D 'it''s;\n'"));
}

TEST(SplitStatements, LeavesCommentsOut) {
  EXPECT_THAT(split("-- it's;\n/* don't;\n */ A -- x\n;\n-- end\n"), ElementsAre("A"));
  EXPECT_THAT(split("-- nothing\n;\n"), IsEmpty());
}

TEST(SplitStatements, ReadsBackslashesInStringsAsTheEngineDoes) {
  EXPECT_THAT(split_statements("A 'x\\';\n", Engine::Sqlite), ElementsAre("A 'x\\'"));
  EXPECT_THAT(split_statements("A 'x\\';\n';\n", Engine::Mysql), ElementsAre("A 'x\\';\n'"));
}

TEST(SplitStatements, KeepsAStoredProgramTogether) {
  const std::string trigger =
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  UPDATE b SET x = CASE WHEN 1 THEN 2 ELSE 3 END;\n"
      "  IF 1 THEN\n    DELETE FROM c;\n  END IF;\nEND";
  EXPECT_THAT(split(trigger + ";\nB;\n"), ElementsAre(trigger, "B"));
}

TEST(SplitStatements, SaysInWhichLineSomethingIsNotClosed) {
  EXPECT_EQ(error_of("A;\nB 'x;\n"), "line 2: a quote is never closed");
  EXPECT_EQ(error_of("A;\n\n/* x"), "line 3: a comment is never closed");
  EXPECT_EQ(error_of("A;\nCREATE TRIGGER t BEGIN\nB;\n"), "line 2: BEGIN without END");
  EXPECT_EQ(error_of("A;\nB\n"), "line 3: the last statement does not end with ';' at the end of a line");
}

}  // namespace
}  // namespace callboard::host
