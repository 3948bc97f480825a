// What administrators do with holders, rights and loans, on both engines.
#include "access_matrix.hpp"

#include <callboard/sql_rows.hpp>
#include "cabinet_fixture.hpp"
#include "callboard/testing/query_plan.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "holder_data.hpp"
#include "holder_office.hpp"
#include "loan_office.hpp"
#include "sql_key_board.hpp"

namespace key_cabinet {
namespace {

using callboard::testing::RecordingAuditLog;
using nlohmann::json;
using namespace std::chrono_literals;

class NoSearchIndex : public SearchIndex {
 public:
  void put(Transaction&, std::string_view, std::int64_t, const std::vector<std::string>&) override {}
  void remove(Transaction&, std::string_view, std::int64_t id) override { removed.push_back(id); }
  SearchCondition condition(Transaction&, std::string_view, std::string_view, std::string_view) override { return {}; }
  std::vector<std::int64_t> removed;
};

class OfficeTest : public CabinetTest {
 protected:
  HolderId holder(const std::string& serial) {
    return HolderId{number("SELECT id FROM key_cabinet_holders WHERE serial = '" + serial + "'")};
  }
  LoanId open_loan(const std::string& key) {
    return LoanId{
        number("SELECT l.id FROM key_cabinet_loans l JOIN key_cabinet_keys k ON k.id = l.open_key WHERE "
               "k.label = '" +
               key + "'")};
  }
  void issue(const std::string& serial, const std::string& key) {
    ASSERT_EQ(loans().issue(cabinet(), {serial, key}), Issue::Issued);
  }
  template <typename Work>
  void in_office(const Work& work) {
    database().transact([&](Transaction& tx) { work(tx); });
  }

  RecordingAuditLog audit_;
  NoSearchIndex search_;
  const Visitor admin_ = console();
};
CALLBOARD_ON_BOTH_ENGINES(OfficeTest);

TEST_P(OfficeTest, KeepsTheRowOfAHolderWithHistoryWithoutItsName) {
  issue("12345ABC", "101");
  const auto leaving = holder("12345ABC");
  EXPECT_THROW(in_office([&](Transaction& tx) { HolderOffice::remove(tx, leaving); }), AdminRefusal);
  loans().give_back(cabinet(), {"12345ABC", "101"});
  in_office([&](Transaction& tx) { HolderOffice::remove(tx, leaving); });
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_holders WHERE serial IS NULL AND fullname = ''"), 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_access WHERE holder_id = " + std::to_string(to_sql(leaving))), 0);
  const auto other = holder("67890DEF");
  in_office([&](Transaction& tx) { HolderOffice::remove(tx, other); });
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_holders"), 1);
}

TEST_P(OfficeTest, ReplacesASerialAndKeepsTheOldOne) {
  const HolderOffice office(clock());
  const auto who = holder("12345ABC");
  in_office([&](Transaction& tx) { office.replace_serial(tx, who, "FRESH", "lost"); });
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_past_serials WHERE serial = '12345ABC' AND reason = 'lost'"), 1);
  EXPECT_EQ(loans().issue(cabinet(), {"FRESH", "101"}), Issue::Issued);
  EXPECT_THROW(in_office([&](Transaction& tx) { office.replace_serial(tx, who, "67890DEF", ""); }), AdminRefusal);
}

TEST_P(OfficeTest, FindsFaultsAtTheirFields) {
  const json self{{"id", to_sql(holder("12345ABC"))}};
  in_office([&](Transaction& tx) {
    const auto faults = HolderOffice::check(tx, nullptr, {{"fullname", " "}, {"serial", "12345ABC"}});
    EXPECT_EQ(faults.all().count("fullname"), 1u);
    EXPECT_EQ(faults.all().count("serial"), 1u);
    EXPECT_FALSE(HolderOffice::check(tx, self, {{"serial", "12345ABC"}}));
  });
}

TEST_P(OfficeTest, HandsOverAndReleasesOnce) {
  const LoanOffice office(audit_, clock());
  issue("12345ABC", "101");
  const auto loan = open_loan("101");
  const auto receiver = holder("67890DEF");
  in_office([&](Transaction& tx) { office.hand_over(tx, admin_, loan, receiver, "asked for it"); });
  const auto second = open_loan("101");
  EXPECT_NE(loan, second);
  EXPECT_THROW(in_office([&](Transaction& tx) { office.release(tx, admin_, loan, "again"); }), AdminRefusal);
  in_office([&](Transaction& tx) { office.release(tx, admin_, second, "on the desk"); });
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE returned_how = 'admin'"), 2);
  EXPECT_EQ(audit_.entries().size(), 2u);
}

TEST_P(OfficeTest, CorrectsALoanButNeverIntoSomebodyElses) {
  const LoanOffice office(audit_, clock());
  issue("12345ABC", "101");
  const auto first = open_loan("101");
  clock().advance(1h);
  loans().give_back(cabinet(), {"12345ABC", "101"});
  clock().advance(1h);
  issue("67890DEF", "101");
  const auto now = clock().now();
  in_office([&](Transaction& tx) { office.correct(tx, admin_, first, {.taken = now - 90min}, "wrong clock"); });
  EXPECT_EQ(number("SELECT taken_at FROM key_cabinet_loans WHERE id = " + std::to_string(to_sql(first))),
            to_sql(now - 90min));
  const auto refused = [&](const LoanCorrection& correction) {
    EXPECT_THROW(in_office([&](Transaction& tx) { office.correct(tx, admin_, first, correction, "no"); }),
                 AdminRefusal);
  };
  refused({.returned = now - 100min});
  refused({.returned = now + 1h});
  clock().advance(2h);
  refused({.returned = now + 1h});
  refused({});
}

TEST_P(OfficeTest, ShowsMinutesAsTimesOfDay) {
  for (const auto& [minute, text] :
       {std::pair{0, "00:00"}, {5, "00:05"}, {485, "08:05"}, {600, "10:00"}, {1439, "23:59"}}) {
    execute("UPDATE key_cabinet_rooms SET back_by = " + std::to_string(minute));
    const auto shown = database().read_single([&](Transaction& tx) {
      std::string value;
      tx.sql() << "SELECT " << SqlRows::clock_text("t.back_by") << " FROM key_cabinet_rooms t", soci::into(value);
      return value;
    });
    EXPECT_EQ(shown, text);
  }
}

TEST_P(OfficeTest, TheMatrixGivesWholeRoomsAndRefusesALostUpdate) {
  const AccessMatrix matrix(search_, audit_);
  const auto shown = database().read([&](Transaction& tx) { return matrix.read(tx, {}); });
  ASSERT_EQ(shown.people.size(), 2u);
  ASSERT_EQ(shown.rooms.size(), 1u);
  EXPECT_EQ(shown.right(shown.people[0], shown.rooms[0]), RoomRight::Some);
  MatrixChange change{{{shown.people[0].id, shown.people[0].version}}, {shown.rooms[0].id}, {}};
  change.wanted[{shown.people[0].id, shown.rooms[0].id}] = RoomRight::All;
  const auto save = [&] {
    return database().transact([&](Transaction& tx) { return matrix.save(tx, admin_, change); });
  };
  EXPECT_EQ(save(), 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_access"), 3 + 1);
  EXPECT_EQ(save(), 0);
  change.wanted.clear();
  EXPECT_THROW(save(), MatrixConflict);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_access"), 3 + 1);
}

TEST_P(OfficeTest, TheMatrixShowsWhatComesFromGrants) {
  execute("INSERT INTO key_cabinet_holder_groups (name) VALUES ('all')");
  execute(
      "INSERT INTO key_cabinet_holder_group_members (group_id, holder_id) SELECT g.id, h.id FROM "
      "key_cabinet_holder_groups g, key_cabinet_holders h WHERE h.serial = '67890DEF'");
  execute(
      "INSERT INTO key_cabinet_grants (holder_group_id, key_id) SELECT g.id, k.id FROM key_cabinet_holder_groups g, "
      "key_cabinet_keys k WHERE k.label = '103'");
  const AccessMatrix matrix(search_, audit_);
  const auto shown = database().read([&](Transaction& tx) { return matrix.read(tx, {}); });
  EXPECT_EQ(shown.granted, (std::set<Place>{{holder("67890DEF"), shown.rooms[0].id}}));
}

TEST_P(OfficeTest, ForgetsAPersonOnceTheKeysAreBack) {
  const HolderData data(database(), search_);
  const auto part = data.part();
  execute("UPDATE key_cabinet_holders SET user_id = 7 WHERE serial = '12345ABC'");
  issue("12345ABC", "101");
  const auto person = holder("12345ABC");
  in_office([&](Transaction& tx) {
    EXPECT_EQ(part.collect(tx, UserId{7}).at("keys"), json({"101", "102"}));
    EXPECT_TRUE(part.collect(tx, UserId{8}).is_null());
    part.erase(tx, UserId{7});
  });
  data.forget_leavers();
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_holders WHERE serial = '12345ABC' AND blocked = 1"), 1);
  EXPECT_EQ(loans().give_back(cabinet(), {"12345ABC", "101"}), Return::Returned);
  data.forget_leavers();
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_holders WHERE serial = '12345ABC'"), 0);
  EXPECT_EQ(search_.removed, std::vector<std::int64_t>{to_sql(person)});
}

TEST_P(OfficeTest, TheBoardFindsLoansByTheirKeys) {
  for (int i = 0; i < 60; ++i) {
    const auto n = std::to_string(i);
    add_holder("holder " + n, {"key " + n});
    issue("holder " + n, "key " + n);
    if (i % 2 == 0) loans().give_back(cabinet(), {"holder " + n, "key " + n});
  }
  if (engine() == Engine::Mysql) execute("ANALYZE TABLE key_cabinet_loans, key_cabinet_keys, key_cabinet_holders");
  const auto board = database().read([](Transaction& tx) { return SqlKeyBoard::read(tx); });
  ASSERT_EQ(board.rooms.size(), 1u);
  EXPECT_EQ(board.rooms[0].keys.size(), 63u);
  EXPECT_EQ(std::count_if(board.rooms[0].keys.begin(), board.rooms[0].keys.end(),
                          [](const auto& key) { return key.out.has_value(); }),
            30);
  for (const auto& step :
       callboard::testing::query_plan(database(), SqlKeyBoard::keys_statement(), {{":most", "2000"}})) {
    EXPECT_EQ(step.find("SCAN l"), std::string::npos) << step;
    EXPECT_FALSE(step.starts_with("table l ") && step.find("type ALL") != std::string::npos) << step;
  }
  const std::string out =
      "SELECT t.id FROM key_cabinet_loans t WHERE (t.open_key IS NOT NULL) ORDER BY t.open_key, t.id LIMIT 51";
  // MariaDB sorts what it finds, which are the keys that are out.
  for (const auto& step : callboard::testing::query_plan(database(), out, {})) {
    const bool by_index = engine() == Engine::Sqlite ? step.starts_with("SEARCH t USING COVERING INDEX")
                                                     : step.find("key key_cabinet_loans_open_key") != std::string::npos;
    EXPECT_TRUE(by_index) << step;
    EXPECT_EQ(step.find("type index"), std::string::npos) << step;
  }
}

}  // namespace
}  // namespace key_cabinet
