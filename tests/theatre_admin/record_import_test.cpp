#include "record_import.hpp"

#include "editing_fixture.hpp"
#include "sql_imports.hpp"

namespace theatre_admin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ImportOutcome = ImportResult::Outcome;
using What = ImportRow::What;

class RecordImportTest : public EditingTest {
 protected:
  Migrations migrations() const override {
    auto all = EditingTest::migrations();
    all.emplace_back("theatre_admin", CALLBOARD_SOURCE_DIR "/sql/theatre_admin");
    return all;
  }
  RecordImport imports() { return {database(), site_, info_, saving_, audit_, clock()}; }
  ImportResult preview(const std::string& content) { return imports().preview({by_, *request_}, plays(), content); }
  ImportResult apply(const std::string& token) { return imports().apply({by_, *request_}, plays(), token); }
  static std::string fault(const ImportResult& result, std::size_t row, const std::string& field) {
    const auto& faults = result.plan.rows.at(row).faults.all();
    const auto found = faults.find(field);
    return found == faults.end() ? "" : found->second.english();
  }
  long long count_plays() {
    return database().read([](Transaction& tx) {
      long long count = 0;
      tx.sql() << "SELECT COUNT(*) FROM test_plays", soci::into(count);
      return count;
    });
  }
};
CALLBOARD_ON_BOTH_ENGINES(RecordImportTest);

TEST_P(RecordImportTest, ShowsWhatItWouldDoAndThenDoesIt) {
  const auto same = add_play("Same"), other = add_play("Old title");
  const auto result = preview("\xEF\xBB\xBFid;title;open;hall_title\r\n" + std::to_string(same) + ";Same;нет;\r\n" +
                              std::to_string(other) + ";\"New; title\";да;Studio\r\n");
  ASSERT_EQ(result.plan.fault.english(), "");
  EXPECT_EQ(result.plan.rows[0].what, What::Unchanged);
  EXPECT_EQ(result.plan.rows[1].what, What::Change);
  EXPECT_EQ(result.plan.rows[1].line, 3u);
  EXPECT_THAT(result.plan.ignored, ElementsAre("hall_title"));
  EXPECT_EQ((*find(plays(), other))["title"], "Old title");

  EXPECT_EQ(apply(result.token).outcome, ImportOutcome::Done);
  EXPECT_EQ((*find(plays(), other))["title"], "New; title");
  EXPECT_EQ((*find(plays(), other))["open"], true);
  const auto number = std::to_string(other);
  EXPECT_THAT(audit_.actions(), ElementsAre("changed test_play " + number, "imported test_play 0"));
  EXPECT_EQ(apply(result.token).outcome, ImportOutcome::Expired);
}

TEST_P(RecordImportTest, AddsWithoutANumber) {
  const auto result = preview("title,starts_at,notes\nHamlet,2026-11-21T18:30,'=SUM(A1)\nLear,2026-11-22 19:00,\n");
  EXPECT_EQ(result.plan.count(What::Add), 2u);
  EXPECT_EQ(result.plan.rows[0].values["notes"], "=SUM(A1)");
  EXPECT_EQ(apply(result.token).outcome, ImportOutcome::Done);
  EXPECT_EQ(count_plays(), 2);
}

TEST_P(RecordImportTest, NamesTheFaultsOfItsRows) {
  const auto id = std::to_string(add_play("Hamlet"));
  const auto result =
      preview("id,title,seats\n" + id + ",Hamlet,9\n" + id + ",Again,9\n4711,Nobody,9\nx,Bad,9\n" + ",New,many\n");
  EXPECT_EQ(fault(result, 0, ""), "");
  EXPECT_EQ(fault(result, 1, ""), "Record " + id + " is already in line 2.");
  EXPECT_EQ(fault(result, 2, ""), "There is no record 4711.");
  EXPECT_EQ(fault(result, 3, ""), "“x” is no number of a record.");
  EXPECT_EQ(fault(result, 4, "seats"), "This is no whole number.");
  EXPECT_EQ(fault(result, 4, "starts_at"), "This field is needed.");
  EXPECT_EQ(result.token, "");
}

TEST_P(RecordImportTest, NamesWhatIsWrongWithTheFile) {
  const auto fault_of = [&](const std::string& content) { return preview(content).plan.fault.english(); };
  EXPECT_THAT(fault_of("title\nok\n\xC3\xE0\xEC\xEB\xE5\xF2\n"), HasSubstr("Line 3: this file is not in UTF-8"));
  EXPECT_THAT(fault_of("title,notes\n\"a\nb,c\n"), HasSubstr("Line 2: a quotation mark is opened and not closed"));
  EXPECT_THAT(fault_of("title,notes\nx,\"a\"b\n"), HasSubstr("Line 2: something stands behind"));
  EXPECT_THAT(fault_of("title,notes\nx,y\nx,y,z\n"), HasSubstr("Line 3: 3 cells, but the first line has 2"));
  EXPECT_THAT(fault_of("title,salary\nx,y\n"), HasSubstr("no field “salary”"));
  EXPECT_THAT(fault_of("title,title\nx,y\n"), HasSubstr("“title” is there twice"));
  EXPECT_THAT(fault_of("id,id\n1,1\n"), HasSubstr("“id” is there twice"));
  EXPECT_THAT(fault_of("id\n1\n"), HasSubstr("none of the fields"));
  EXPECT_THAT(fault_of(""), HasSubstr("empty"));
  EXPECT_THAT(fault_of("title\n"), HasSubstr("nothing below"));
  EXPECT_THAT(fault_of(std::string("title\na\0b\n", 10)), HasSubstr("no text file"));
  std::string many = "title\n";
  for (int i = 0; i < 10'001; ++i) many += "x\n";
  EXPECT_THAT(fault_of(many), HasSubstr("more than 10000 rows"));
}

TEST_P(RecordImportTest, DoesNothingWhereTheLastRowIsRefused) {
  auto resource = plays_resource();
  resource.writes.create = [](Transaction& tx, const AdminCall&, const nlohmann::json& values) -> std::int64_t {
    if (values["title"] == "Forbidden") throw AdminRefusal(_("Not this one."));
    const auto title = values["title"].get<std::string>();
    tx.sql() << "INSERT INTO test_plays (title) VALUES (:title)", soci::use(title, "title");
    return last_insert_id(tx);
  };
  site_.all[0] = resource;
  const auto result =
      preview("title,starts_at\nOne,2026-11-21T18:30\nTwo,2026-11-21T18:30\nForbidden,2026-11-21T18:30\n");
  const auto refused = apply(result.token);
  EXPECT_EQ(refused.outcome, ImportOutcome::Refused);
  EXPECT_EQ(fault(refused, 2, ""), "Not this one.");
  EXPECT_EQ(count_plays(), 0);
  EXPECT_FALSE(refused.plan.can_be_done());
}

TEST_P(RecordImportTest, DoesNothingWhereTheLastRowBreaksARuleOfTheSchema) {
  add_hall("Studio");
  const auto result = imports().preview({by_, *request_}, halls(), "name\nOne\nStudio\n");
  const auto refused = imports().apply({by_, *request_}, halls(), result.token);
  EXPECT_EQ(refused.outcome, ImportOutcome::Refused);
  EXPECT_EQ(fault(refused, 1, ""), "There is one like this already.");
  EXPECT_EQ(database().read([](Transaction& tx) {
    long long count = 0;
    tx.sql() << "SELECT COUNT(*) FROM test_halls", soci::into(count);
    return count;
  }),
            1);
}

TEST_P(RecordImportTest, ShowsTheNewPlanWhereSomethingChangedMeanwhile) {
  const auto id = add_play("Old");
  const auto result = preview("id,title\n" + std::to_string(id) + ",New\n");
  change(plays(), id, {{"seats", "9"}});
  const auto again = apply(result.token);
  EXPECT_EQ(again.outcome, ImportOutcome::Changed);
  EXPECT_EQ((*find(plays(), id))["title"], "Old");
  EXPECT_EQ(apply(again.token).outcome, ImportOutcome::Done);
  EXPECT_EQ((*find(plays(), id))["title"], "New");
}

TEST_P(RecordImportTest, BelongsToWhoBroughtItAndExpires) {
  const auto result = preview("title,starts_at\nHamlet,2026-11-21T18:30\n");
  by_.user = UserId{8};
  EXPECT_EQ(apply(result.token).outcome, ImportOutcome::Expired);
  by_.user = UserId{7};
  EXPECT_EQ(imports().apply({by_, *request_}, halls(), result.token).outcome, ImportOutcome::Expired);
  EXPECT_EQ(apply("").outcome, ImportOutcome::Expired);
  clock().advance(std::chrono::minutes(61));
  EXPECT_EQ(apply(result.token).outcome, ImportOutcome::Expired);
  imports().sweep();
  EXPECT_FALSE(database().read([&](Transaction& tx) { return SqlImports::find(tx, sha256_hex(result.token)); }));
}

TEST_P(RecordImportTest, FindsReferencesByNumberOrTitle) {
  const auto hall = add_hall("Studio");
  const auto result = preview("title,starts_at,hall\nA,2026-11-21T18:30,Studio\nB,2026-11-21T18:30," +
                              std::to_string(hall) + "\nC,2026-11-21T18:30,Nowhere\n");
  EXPECT_EQ(result.plan.rows[0].values["hall"], hall);
  EXPECT_EQ(result.plan.rows[1].values["hall"], hall);
  EXPECT_EQ(fault(result, 2, "hall"), "There is no “Nowhere”.");
}

}  // namespace
}  // namespace theatre_admin
