#include "audit_words.hpp"

#include "audit_csv.hpp"
#include "bytes_text.hpp"
#include "plays_fixture.hpp"
#include "sql_record_counts.hpp"

namespace theatre_admin {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class NoNames : public PeopleNames {
 public:
  std::map<UserId, PersonName> names(Transaction&, const std::vector<UserId>&) const override { return {}; }
  std::vector<UserId> named(Transaction&, const std::string&) const override { return {}; }
  std::map<UserId, PersonAddress> addresses(Transaction&, const std::vector<UserId>&) const override { return {}; }
  std::vector<UserId> with_role(Transaction&, const std::string&) const override { return {}; }
};

AuditedEntry entry_of(AuditEntry entry, Visitor::Kind by = Visitor::Kind::Person, std::int64_t by_id = 7) {
  return {1, Time{}, by, by_id, std::move(entry)};
}

class AuditWordsTest : public ::testing::Test {
 protected:
  nlohmann::json described(const AuditEntry& entry) {
    return words_.described({entry_of(entry)}, {{UserId{7}, {"anna", "Anna"}}}, Visitor{}).at(0);
  }
  PlaysAdminSite site_;
  NoNames people_;
  AuditWords words_{site_, people_};
};

TEST_F(AuditWordsTest, LeadToTheRecordAndCallItsFieldsByTheirNames) {
  const auto shown = described({"changed", "test_play", 12, {{"title", "Чайка", "Три сестры"}}, {}});
  EXPECT_EQ(shown["url"], "/admin/plays/12");
  EXPECT_EQ(shown["number"], "12");
  EXPECT_EQ(shown["record"].get<Text>(), _("Play"));
  EXPECT_EQ(shown["action"].get<Text>(), _("Changed"));
  EXPECT_EQ(shown["who"].get<Text>().english(), "anna");
  EXPECT_EQ(shown["changes"][0]["field"].get<Text>(), _("Title"));
  EXPECT_EQ(shown["changes"][0]["after"], "Три сестры");
  EXPECT_EQ(shown["changes"][0]["removed"], false);
}

TEST_F(AuditWordsTest, CallWhatTheyDoNotKnowByItsOwnName) {
  const auto shown = described({"polished", "shoe", 3, {{"laces", "", "two"}}, {}});
  EXPECT_EQ(shown["url"], "");
  EXPECT_EQ(shown["record"].get<Text>().english(), "shoe");
  EXPECT_EQ(shown["action"].get<Text>().english(), "polished");
  EXPECT_EQ(shown["changes"][0]["field"].get<Text>().english(), "laces");
}

TEST_F(AuditWordsTest, LeadNowhereWhereTheReaderMayNotGo) {
  site_.all[0].may_read = [](const Visitor&) { return false; };
  EXPECT_EQ(described({"changed", "test_play", 12, {}, {}})["url"], "");
}

TEST_F(AuditWordsTest, SayThatAPersonsValueWasRemoved) {
  EXPECT_EQ(described({"changed", "user", 1, {{"name", "", ""}}, UserId{1}})["changes"][0]["removed"], true);
  EXPECT_EQ(described({"changed", "hall", 1, {{"name", "", ""}}, {}})["changes"][0]["removed"], false);
}

TEST_F(AuditWordsTest, NameWhoeverIsGoneByNumber) {
  EXPECT_EQ(words_.who(entry_of({}, Visitor::Kind::Person, 8), {}).english(), "Person 8");
  EXPECT_EQ(words_.who(entry_of({}, Visitor::Kind::Device, 2), {}).english(), "Device 2");
  EXPECT_EQ(words_.who(entry_of({}, Visitor::Kind::Console, 0), {}).english(), "Command line");
}

TEST(AuditCsv, EscapesQuotesLinesAndFormulas) {
  const auto rows =
      audit_csv_rows(entry_of({"changed", "show", 1, {{"title", "=1+1", "a \"b\"\nc"}}, {}}), Text::verbatim("@anna"));
  EXPECT_THAT(rows, HasSubstr("\"'=1+1\""));
  EXPECT_THAT(rows, HasSubstr("\"a \"\"b\"\"\nc\""));
  EXPECT_THAT(rows, HasSubstr("\"'@anna\""));
  EXPECT_THAT(rows, EndsWith("\r\n"));
}

TEST(AuditCsv, HasARowForAnEntryWithoutValues) {
  EXPECT_THAT(audit_csv_rows(entry_of({"deleted", "show", 1, {}, {}}), _("x")),
              EndsWith("\"show\",\"1\",\"\",\"\",\"\"\r\n"));
}

TEST(BytesText, IsInWholeUnits) {
  EXPECT_EQ(bytes_text(1).english(), "1 byte");
  EXPECT_EQ(bytes_text(812).english(), "812 bytes");
  EXPECT_EQ(bytes_text(48 * 1024).english(), "48 KB");
  EXPECT_EQ(bytes_text(9 * 1024 * 1024).english(), "9216 KB");
  EXPECT_EQ(bytes_text(31ULL << 20).english(), "31 MB");
  EXPECT_EQ(bytes_text(40ULL << 30).english(), "40 GB");
}

class RecordCountsTest : public PlaysTest {};
CALLBOARD_ON_BOTH_ENGINES(RecordCountsTest);

TEST_P(RecordCountsTest, StopAtTheMost) {
  for (int i = 0; i < 5; ++i) add_play("A play");
  add_play("A comedy", 0, "comedy");
  auto comedies = plays();
  comedies.where = "genre = 'comedy'";
  const auto count = [&](const AdminResource& resource, long long most) {
    return database().read([&](Transaction& tx) { return SqlRecordCounts::up_to(tx, resource, most); });
  };
  EXPECT_EQ(count(plays(), 100), 6);
  EXPECT_EQ(count(plays(), 3), 3);
  EXPECT_EQ(count(comedies, 100), 1);
  EXPECT_EQ(count(halls(), 100), 0);
}

}  // namespace
}  // namespace theatre_admin
