#include "loans.hpp"

#include "cabinet_fixture.hpp"

namespace key_cabinet {
namespace {

class IssueKey : public CabinetTest {};
CALLBOARD_ON_BOTH_ENGINES(IssueKey);
class ReturnKey : public CabinetTest {};
CALLBOARD_ON_BOTH_ENGINES(ReturnKey);
class Journal : public CabinetTest {};
CALLBOARD_ON_BOTH_ENGINES(Journal);
class LoanSchema : public CabinetTest {};
CALLBOARD_ON_BOTH_ENGINES(LoanSchema);

TEST_P(IssueKey, RecordsTheLoan) {
  EXPECT_EQ(loans().issue(cabinet(7), {"12345ABC", "101"}), Issue::Issued);
  EXPECT_EQ(keys_out(), 1);
  EXPECT_EQ(number("SELECT taken_at FROM key_cabinet_loans"), to_sql(clock().now()));
  EXPECT_EQ(number("SELECT taken_cabinet_id FROM key_cabinet_loans"), 7);
}

TEST_P(IssueKey, RefusesASerialThatNobodyHas) {
  EXPECT_EQ(loans().issue(cabinet(), {"NOBODY", "101"}), Issue::UnknownSerial);
  EXPECT_EQ(loans().issue(cabinet(), {"NOBODY", "no such key"}), Issue::UnknownSerial);
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(IssueKey, RefusesAKeyOutsideTheHoldersAccess) {
  EXPECT_EQ(loans().issue(cabinet(), {"67890DEF", "102"}), Issue::NoAccess);
  EXPECT_EQ(loans().issue(cabinet(), {"67890DEF", "103"}), Issue::NoAccess);
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(IssueKey, RefusesAKeyThatDoesNotExistAsOneWithoutAccess) {
  EXPECT_EQ(loans().issue(cabinet(), {"12345ABC", "999"}), Issue::NoAccess);
}

TEST_P(IssueKey, RefusesAKeyThatIsOutWithAnotherHolder) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  EXPECT_EQ(loans().issue(cabinet(), {"67890DEF", "101"}), Issue::AlreadyOut);
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(IssueKey, RefusesAKeyThatIsOutWithThisHolder) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  EXPECT_EQ(loans().issue(cabinet(), {"12345ABC", "101"}), Issue::AlreadyOut);
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(IssueKey, NamesTheMissingAccessEvenWhereTheKeyIsOut) {
  add_holder("OTHER", {"102"});
  loans().issue(cabinet(), {"12345ABC", "101"});
  EXPECT_EQ(loans().issue(cabinet(), {"OTHER", "101"}), Issue::NoAccess);
}

TEST_P(IssueKey, GivesAHolderSeveralKeys) {
  EXPECT_EQ(loans().issue(cabinet(), {"12345ABC", "101"}), Issue::Issued);
  EXPECT_EQ(loans().issue(cabinet(), {"12345ABC", "102"}), Issue::Issued);
  EXPECT_EQ(keys_out(), 2);
}

TEST_P(IssueKey, GivesAKeyAgainOnceItIsBack) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(loans().issue(cabinet(), {"12345ABC", "101"}), Issue::Issued);
    EXPECT_EQ(loans().give_back(cabinet(), {"12345ABC", "101"}), Return::Returned);
  }
  EXPECT_EQ(loans().issue(cabinet(), {"67890DEF", "101"}), Issue::Issued);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), 4);
}

TEST_P(IssueKey, ComparesSerialsToTheLetter) {
  for (const char* other : {"12345abc", "12345ABC ", " 12345ABC", "12345ABC\xC2\xA0", "１２３４５ABC", "12345ÀBC"}) {
    EXPECT_EQ(loans().issue(cabinet(), {other, "101"}), Issue::UnknownSerial) << other;
  }
}

TEST_P(IssueKey, ComparesKeysToTheLetter) {
  add_holder("CYRILLIC", {"Зал", "a"});
  for (const char* other : {"101 ", " 101", "１０１", "0101", "зал", "Зал ", "A", "á"}) {
    EXPECT_EQ(loans().issue(cabinet(), {"CYRILLIC", other}), Issue::NoAccess) << other;
  }
  EXPECT_EQ(loans().issue(cabinet(), {"CYRILLIC", "Зал"}), Issue::Issued);
}

TEST_P(IssueKey, KeepsHoldersApartWhoseSerialsDifferInABlank) {
  add_holder("12345ABC ", {"103"});
  EXPECT_EQ(loans().issue(cabinet(), {"12345ABC", "103"}), Issue::NoAccess);
  EXPECT_EQ(loans().issue(cabinet(), {"12345ABC ", "103"}), Issue::Issued);
}

TEST_P(IssueKey, TakesWhatLooksLikeSqlAsAText) {
  for (const char* text : {"' OR '1'='1", "\\' OR 1=1 -- ", "\"", "%", "_______", ":serial", "\\"}) {
    EXPECT_EQ(loans().issue(cabinet(), {text, text}), Issue::UnknownSerial) << text;
    EXPECT_EQ(loans().issue(cabinet(), {"12345ABC", text}), Issue::NoAccess) << text;
  }
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(IssueKey, TakesTheLongestSerialAndKey) {
  std::string serial, key;
  for (std::size_t i = 0; i < kMaxSerial; ++i) serial += "𝄞";
  for (std::size_t i = 0; i < kMaxKeyLabel; ++i) key += "𝄞";
  add_holder(serial, {key});
  EXPECT_EQ(loans().issue(cabinet(), {serial, key}), Issue::Issued);
}

TEST_P(IssueKey, NoLongerKnowsAHolderWhoHasLeft) {
  execute("UPDATE key_cabinet_holders SET serial = NULL, fullname = '' WHERE serial = '12345ABC'");
  EXPECT_EQ(loans().issue(cabinet(), {"12345ABC", "101"}), Issue::UnknownSerial);
}

TEST_P(ReturnKey, ClosesTheLoan) {
  loans().issue(cabinet(7), {"12345ABC", "101"});
  clock().advance(std::chrono::hours(2));
  EXPECT_EQ(loans().give_back(cabinet(8), {"12345ABC", "101"}), Return::Returned);
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(number("SELECT returned_at FROM key_cabinet_loans"), to_sql(clock().now()));
  EXPECT_EQ(number("SELECT returned_cabinet_id FROM key_cabinet_loans"), 8);
  EXPECT_EQ(number("SELECT taken_cabinet_id FROM key_cabinet_loans"), 7);
}

TEST_P(ReturnKey, RefusesASerialThatNobodyHas) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  EXPECT_EQ(loans().give_back(cabinet(), {"NOBODY", "101"}), Return::UnknownSerial);
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(ReturnKey, RefusesAKeyThatIsNotOut) {
  EXPECT_EQ(loans().give_back(cabinet(), {"12345ABC", "101"}), Return::NotHeld);
  EXPECT_EQ(loans().give_back(cabinet(), {"12345ABC", "no such key"}), Return::NotHeld);
}

TEST_P(ReturnKey, RefusesAKeyThatAnotherHolderHas) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  EXPECT_EQ(loans().give_back(cabinet(), {"67890DEF", "101"}), Return::NotHeld);
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(ReturnKey, RefusesTheSecondReturn) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  loans().give_back(cabinet(), {"12345ABC", "101"});
  const auto first = number("SELECT returned_at FROM key_cabinet_loans");
  clock().advance(std::chrono::seconds(1));
  EXPECT_EQ(loans().give_back(cabinet(), {"12345ABC", "101"}), Return::NotHeld);
  EXPECT_EQ(number("SELECT returned_at FROM key_cabinet_loans"), first);
}

TEST_P(ReturnKey, LeavesTheHoldersOtherKeysOut) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  loans().issue(cabinet(), {"12345ABC", "102"});
  loans().give_back(cabinet(), {"12345ABC", "101"});
  EXPECT_EQ(loans().give_back(cabinet(), {"12345ABC", "102"}), Return::Returned);
}

TEST_P(ReturnKey, NeedsNoAccessAnyMore) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  execute("DELETE FROM key_cabinet_access");
  EXPECT_EQ(loans().give_back(cabinet(), {"12345ABC", "101"}), Return::Returned);
}

TEST_P(Journal, HasEachIssueAndReturn) {
  loans().issue(cabinet(7), {"12345ABC", "101"});
  clock().advance(std::chrono::minutes(5));
  loans().give_back(cabinet(8), {"12345ABC", "101"});
  EXPECT_EQ(journal("type = 'issued' AND cabinet_id = 7 AND holder_id IS NOT NULL AND key_id IS NOT NULL"), 1);
  EXPECT_EQ(journal("type = 'returned' AND cabinet_id = 8 AND at = " + std::to_string(to_sql(clock().now()))), 1);
  EXPECT_EQ(journal("1 = 1"), 2);
}

TEST_P(Journal, HasEachRefusalOnceWithItsReason) {
  loans().issue(cabinet(7), {"12345ABC", "101"});
  loans().issue(cabinet(7), {"67890DEF", "101"});
  loans().issue(cabinet(7), {"67890DEF", "102"});
  loans().issue(cabinet(7), {"NOBODY", "101"});
  loans().give_back(cabinet(7), {"67890DEF", "101"});
  loans().give_back(cabinet(7), {"NOBODY", "101"});
  const std::string issue = "cabinet_id = 7 AND type = 'issue_refused' AND reason = ";
  EXPECT_EQ(journal(issue + "'already_out' AND holder_id IS NOT NULL AND key_id IS NOT NULL"), 1);
  EXPECT_EQ(journal(issue + "'no_access'"), 1);
  EXPECT_EQ(journal(issue + "'unknown_serial' AND holder_id IS NULL AND serial = 'NOBODY'"), 1);
  EXPECT_EQ(journal("type = 'return_refused' AND reason = 'not_held'"), 1);
  EXPECT_EQ(journal("type = 'return_refused' AND reason = 'unknown_serial'"), 1);
  EXPECT_EQ(journal("type <> 'issued'"), 5);
}

TEST_P(Journal, NamesKnownHoldersAndKeysByIdAlone) {
  loans().issue(cabinet(), {"67890DEF", "102"});
  loans().issue(cabinet(), {"67890DEF", "no such key"});
  EXPECT_EQ(journal("serial IS NOT NULL"), 0);
  EXPECT_EQ(journal("label IS NOT NULL"), 1);
  EXPECT_EQ(journal("key_id IS NULL AND label = 'no such key'"), 1);
}

TEST_P(LoanSchema, RefusesASecondOpenLoanOfAKey) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  EXPECT_THROW(execute("INSERT INTO key_cabinet_loans (key_id, holder_id, open_key, taken_at) "
                       "SELECT key_id, holder_id, open_key, taken_at FROM key_cabinet_loans"),
               ConstraintViolation);
}

TEST_P(LoanSchema, RefusesALoanThatIsOpenAndReturnedOrNeither) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  EXPECT_THROW(execute("UPDATE key_cabinet_loans SET returned_at = 1"), ConstraintViolation);
  EXPECT_THROW(execute("UPDATE key_cabinet_loans SET open_key = NULL"), ConstraintViolation);
}

TEST_P(LoanSchema, KeepsHoldersAndKeysThatHaveAHistory) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  loans().give_back(cabinet(), {"12345ABC", "101"});
  EXPECT_THROW(execute("DELETE FROM key_cabinet_holders WHERE serial = '12345ABC'"), ConstraintViolation);
  EXPECT_THROW(execute("DELETE FROM key_cabinet_keys WHERE label = '101'"), ConstraintViolation);
}

}  // namespace
}  // namespace key_cabinet
