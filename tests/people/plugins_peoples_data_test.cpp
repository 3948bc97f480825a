#include "people/plugins_peoples_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/sql_audit_log.hpp"
#include "callboard/testing/database_fixture.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr UserId kAnna{7};

class PeoplesDataTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }

  // A part that has `data`, and notes that it was erased.
  PersonalData part(const std::string& section, json data) {
    return {section, [data](Transaction&, UserId user) { return user == kAnna ? data : json(); },
            [this, section](Transaction&, UserId) { erased_.push_back(section); }};
  }
  json collect(UserId user = kAnna) {
    return database().read([&](Transaction& tx) { return people_.collect(tx, user); });
  }
  void erase() {
    database().transact([&](Transaction& tx) { people_.erase(tx, kAnna); });
  }
  std::string refusal(std::vector<PersonalData> parts) {
    try {
      people_.set(std::move(parts));
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "it is accepted";
  }

  SqlAuditLog audit_{clock()};
  PluginsPeoplesData people_{audit_};
  std::vector<std::string> erased_;
};
CALLBOARD_ON_BOTH_ENGINES(PeoplesDataTest);

TEST_P(PeoplesDataTest, GathersEverySectionThatHasSomething) {
  people_.set({part("accounts", {{"name", "Anna"}}), part("courses", json::array()), part("keys", json()),
               part("wishes", {1, 2})});
  EXPECT_EQ(collect(), json({{"accounts", {{"name", "Anna"}}}, {"wishes", {1, 2}}}));
  EXPECT_EQ(collect(UserId{8}), json::object());
}

TEST_P(PeoplesDataTest, ErasesInReverseOrderOfRegistration) {
  people_.set({part("accounts", {}), part("courses", {}), part("keys", {})});
  erase();
  EXPECT_THAT(erased_, ElementsAre("keys", "courses", "accounts"));
}

TEST_P(PeoplesDataTest, EmptiesTheAuditLogOfWhatAPartRecordedWhileItErased) {
  auto accounts = part("accounts", {});
  accounts.erase = [this](Transaction& tx, UserId user) {
    audit_.record(tx, console(), {"erased", "user", 7, {{"name", "Anna", ""}}, user});
  };
  people_.set({accounts});
  erase();
  const auto history = database().read([&](Transaction& tx) { return audit_.history(tx, "user", 7, 10); });
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history[0].entry.changes.at(0).before, "");
}

TEST_P(PeoplesDataTest, NamesTheSectionThatFailsAndErasesNothing) {
  auto courses = part("courses", {});
  courses.erase = [](Transaction&, UserId) { throw std::runtime_error("the table is gone"); };
  courses.collect = [](Transaction&, UserId) -> json { throw std::runtime_error("the table is gone"); };
  auto keys = part("keys", {});
  keys.erase = [this](Transaction& tx, UserId) { audit_.record(tx, console(), {"erased", "key", 1}); };
  people_.set({courses, keys});
  for (const auto& fails : std::vector<std::function<void()>>{[&] { erase(); }, [&] { collect(); }}) {
    try {
      fails();
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::exception& error) {
      EXPECT_THAT(error.what(), HasSubstr("\"courses\": the table is gone"));
    }
  }
  EXPECT_THAT(database().read([&](Transaction& tx) { return audit_.history(tx, "key", 1, 10); }), IsEmpty());
}

TEST_P(PeoplesDataTest, KeepsStatusAndPublicTextOfAnError) {
  auto keys = part("keys", {});
  keys.erase = [](Transaction&, UserId) {
    throw Error(HttpStatus::Conflict, _("Return your keys first."), "open loans");
  };
  people_.set({keys});
  try {
    erase();
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), HttpStatus::Conflict);
    EXPECT_EQ(error.public_text().english(), "Return your keys first.");
    EXPECT_THAT(error.what(), HasSubstr("\"keys\": open loans"));
  }
}

TEST_P(PeoplesDataTest, RefusesSectionsThatCannotBeToldApartOrDoNothing) {
  EXPECT_THAT(refusal({part("keys", {}), part("keys", {})}), HasSubstr("\"keys\": two plugins"));
  EXPECT_THAT(refusal({part("", {})}), HasSubstr("no name"));
  EXPECT_THAT(refusal({{"keys", nullptr, [](Transaction&, UserId) {}}}), HasSubstr("is missing"));
}

}  // namespace
}  // namespace callboard::host
