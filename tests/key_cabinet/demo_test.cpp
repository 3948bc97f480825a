#include "demo.hpp"

#include "trust_fixture.hpp"

namespace key_cabinet {
namespace {

using nlohmann::json;

// An empty database, without the fixture's holders.
class DemoTest : public TrustFixture {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    set_up_trust();
  }
  json load() { return Demo(database(), holder_rows_, loan_rows_, clock(), &cabinets()).load(); }
};
CALLBOARD_ON_BOTH_ENGINES(DemoTest);

TEST_P(DemoTest, NamesTheTwoHoldersOfTheProtocolsDocument) {
  const auto holders = load().at("holders");
  ASSERT_EQ(holders.size(), 2u);
  EXPECT_EQ(holders[0].at("serial"), "12345ABC");
  EXPECT_EQ(holders[0].at("access"), json({"101", "102"}));
  EXPECT_EQ(holders[1].at("serial"), "67890DEF");
  EXPECT_EQ(holders[1].at("access"), json({"101"}));
  for (const auto& holder : holders) EXPECT_EQ(holder.size(), 3u);
}

TEST_P(DemoTest, GivesTheCabinetATokenThatHolds) {
  const auto cabinet = load().at("cabinet");
  const auto token = tokens_.verify(cabinet.at("token").get<std::string>(), clock().now());
  EXPECT_EQ(std::to_string(to_sql(token.cabinet)), cabinet.at("id"));
}

TEST_P(DemoTest, LeavesTheKeysOfTheDocumentInTheCabinet) {
  load();
  EXPECT_EQ(keys_out(), 3);
  auto all = loans();
  EXPECT_EQ(all.issue(cabinet(), {"67890DEF", "102"}), Issue::NoAccess);
  EXPECT_EQ(all.issue(cabinet(), {"12345ABC", "101"}), Issue::Issued);
  EXPECT_EQ(all.issue(cabinet(), {"12345ABC", "102"}), Issue::Issued);
}

TEST_P(DemoTest, HasAHistoryInWhichEveryLoanTookPlace) {
  load();
  EXPECT_GT(number("SELECT COUNT(*) FROM key_cabinet_loans"), 30);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE returned_at <= taken_at"), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE taken_cabinet_id IS NULL"), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE COALESCE(returned_at, taken_at) > " +
                   std::to_string(to_sql(clock().now()))),
            0);
}

TEST_P(DemoTest, HasNoKeyOutTwiceAtOneTime) {
  load();
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans a JOIN key_cabinet_loans b ON a.key_id = b.key_id AND "
                   "a.id < b.id AND a.taken_at < COALESCE(b.returned_at, a.taken_at + 1) AND b.taken_at < "
                   "COALESCE(a.returned_at, b.taken_at + 1)"),
            0);
}

TEST_P(DemoTest, AddsNothingTheSecondTimeButANewToken) {
  const auto first = load();
  const auto holders = number("SELECT COUNT(*) FROM key_cabinet_holders");
  const auto history = number("SELECT COUNT(*) FROM key_cabinet_loans");
  clock().advance(std::chrono::hours(1));
  const auto second = load();
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_holders"), holders);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), history);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_keys"), 20);
  EXPECT_EQ(second.at("cabinet").at("id"), first.at("cabinet").at("id"));
  EXPECT_NE(second.at("cabinet").at("token"), first.at("cabinet").at("token"));
}

TEST_P(DemoTest, LoadsInALaboratoryWithoutTokens) {
  const auto members = Demo(database(), holder_rows_, loan_rows_, clock(), nullptr).load();
  EXPECT_FALSE(members.contains("cabinet"));
  EXPECT_EQ(members.at("holders").size(), 2u);
  EXPECT_EQ(keys_out(), 3);
}

}  // namespace
}  // namespace key_cabinet
