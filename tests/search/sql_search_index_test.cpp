#include "search/sql_search_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/query_plan.hpp"

namespace callboard::host {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SqlSearchIndexTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }

  void SetUp() override {
    DatabaseTest::SetUp();
    database().transact([](Transaction& tx) { tx.sql() << "CREATE TABLE test_things (id BIGINT PRIMARY KEY)"; });
  }
  void add(std::int64_t id, const std::vector<std::string>& texts) {
    database().transact([&](Transaction& tx) {
      tx.sql() << "INSERT INTO test_things (id) VALUES (" << id << ")";
      index_.put(tx, "thing", id, texts);
    });
  }
  std::vector<long long> found(const std::string& query) {
    return database().read([&](Transaction& tx) {
      const auto condition = index_.condition(tx, "thing", query, "t.id");
      long long id = 0;
      soci::statement select(tx.sql());
      select.exchange(soci::into(id));
      for (const auto& [name, value] : condition.values) select.exchange(soci::use(value, name));
      select.alloc();
      select.prepare("SELECT t.id FROM test_things t" + (condition.sql.empty() ? "" : " WHERE " + condition.sql) +
                     " ORDER BY t.id");
      select.define_and_bind();
      select.execute();
      std::vector<long long> ids;
      while (select.fetch()) ids.push_back(id);
      return ids;
    });
  }
  long long words() {
    return database().read_single([](Transaction& tx) {
      long long count = 0;
      tx.sql() << "SELECT COUNT(*) FROM host_search_words", soci::into(count);
      return count;
    });
  }

  SqlSearchIndex index_;
};
CALLBOARD_ON_BOTH_ENGINES(SqlSearchIndexTest);

TEST_P(SqlSearchIndexTest, FindsByTheBeginningOfAnyWord) {
  add(1, {"Anna Karenina", "anna@mail.example"});
  add(2, {"Чайка", "Большая сцена"});
  EXPECT_THAT(found("kar"), ElementsAre(1));
  EXPECT_THAT(found("ANNA"), ElementsAre(1));
  EXPECT_THAT(found("больш"), ElementsAre(2));
  EXPECT_THAT(found("renina"), IsEmpty()) << "the middle of a word is no beginning";
}

TEST_P(SqlSearchIndexTest, FindsWhatHasAllTheWords) {
  add(1, {"Anna Karenina"});
  add(2, {"Anna Snegina"});
  EXPECT_THAT(found("anna"), ElementsAre(1, 2));
  EXPECT_THAT(found("sneg anna"), ElementsAre(2));
  EXPECT_THAT(found("anna karamazov"), IsEmpty());
}

TEST_P(SqlSearchIndexTest, FindsEverythingForAQueryWithoutWords) {
  add(1, {"Anna"});
  add(2, {});
  EXPECT_THAT(found(" ,.% "), ElementsAre(1, 2));
}

TEST_P(SqlSearchIndexTest, FindsByAllLettersOfAlphabets) {
  add(1, {"Ёлка ＡＢＣ ﬁn"});
  for (const char* query : {"ёл", "ЁЛКА", "abc", "fin"}) EXPECT_THAT(found(query), ElementsAre(1)) << query;
  add(2, {"zzz\xF0\x9F\x8E\xAD 𠜎𠜱"});
  EXPECT_THAT(found("𠜎"), ElementsAre(2));
}

TEST_P(SqlSearchIndexTest, KnowsOnlyWhatARecordHasNow) {
  add(1, {"Anna"});
  database().transact([&](Transaction& tx) { index_.put(tx, "thing", 1, {"Vera"}); });
  EXPECT_THAT(found("anna"), IsEmpty());
  EXPECT_THAT(found("vera"), ElementsAre(1));
  database().transact([&](Transaction& tx) { index_.remove(tx, "thing", 1); });
  EXPECT_THAT(found("vera"), IsEmpty());
  EXPECT_EQ(words(), 0);
}

TEST_P(SqlSearchIndexTest, KeepsKindsOfRecordsApart) {
  add(1, {"Anna"});
  database().transact([&](Transaction& tx) { index_.put(tx, "other", 2, {"Anna"}); });
  EXPECT_THAT(found("anna"), ElementsAre(1));
}

TEST_P(SqlSearchIndexTest, TakesQueriesForNothingButWords) {
  add(1, {"Anna"});
  for (const char* query : {"' OR 1=1 --", "anna%", "\"; DROP TABLE host_search_words", "\xFF\xFE"}) found(query);
  EXPECT_THAT(found("anna"), ElementsAre(1));
}

TEST_P(SqlSearchIndexTest, BoundsWhatItKeepsAndWhatItLooksFor) {
  std::string many, asked;
  for (int i = 0; i < 500; ++i) many += "word" + std::to_string(i) + " ";
  for (int i = 0; i < 100; ++i) asked += "nothing" + std::to_string(i) + " ";
  add(1, {many, std::string(100'000, 'x')});
  EXPECT_EQ(words(), static_cast<long long>(SqlSearchIndex::kMostWords));
  const auto condition = database().read([&](Transaction& tx) { return index_.condition(tx, "thing", asked, "t.id"); });
  EXPECT_THAT(condition.values, SizeIs(2 * SqlSearchIndex::kMostAsked + 1));
}

TEST_P(SqlSearchIndexTest, FindsCommonWordsToo) {
  constexpr int kMany = SqlSearchIndex::kFew + 50;
  database().transact([&](Transaction& tx) {
    for (int id = 1; id <= kMany; ++id) {
      tx.sql() << "INSERT INTO test_things (id) VALUES (" << id << ")";
      index_.put(tx, "thing", id, {"common", id == 700 ? "rare" : "usual"});
    }
  });
  EXPECT_THAT(found("comm"), SizeIs(kMany));
  EXPECT_THAT(found("common rare"), ElementsAre(700));
}

TEST_P(SqlSearchIndexTest, LosesNobodyWhereARecordHasSeveralWordsOfOneBeginning) {
  constexpr int kMany = SqlSearchIndex::kFew - 100;  // with two words each, and so more entries than are named
  database().transact([&](Transaction& tx) {
    for (int id = 1; id <= kMany; ++id) {
      tx.sql() << "INSERT INTO test_things (id) VALUES (" << id << ")";
      index_.put(tx, "thing", id, {"anna annabel"});
    }
  });
  EXPECT_THAT(found("ann"), SizeIs(kMany));
}

TEST_P(SqlSearchIndexTest, FindsWholeCommonWordsAndTheirBeginningsAlike) {
  constexpr int kMany = SqlSearchIndex::kFew + 50;
  database().transact([&](Transaction& tx) {
    for (int id = 1; id <= kMany; ++id) {
      tx.sql() << "INSERT INTO test_things (id) VALUES (" << id << ")";
      index_.put(tx, "thing", id, {"velvet", id % 2 == 0 ? "crown" : "crowns"});
    }
  });
  EXPECT_THAT(found("velvet"), SizeIs(kMany));
  EXPECT_THAT(found("velv"), SizeIs(kMany));
  EXPECT_THAT(found("velvet crown"), SizeIs(kMany)) << "\"crowns\" begins with it";
  EXPECT_THAT(found("velvet crowns"), SizeIs(kMany / 2));
}

TEST_P(SqlSearchIndexTest, LooksUpWordsByIndex) {
  for (int id = 1; id <= 200; ++id) add(id, {"word" + std::to_string(id)});
  if (engine() == Engine::Mysql) {
    database().transact([](Transaction& tx) { tx.sql() << "ANALYZE TABLE host_search_words"; });
  }
  EXPECT_EQ(callboard::testing::not_indexed(callboard::testing::query_plan(
                database(), SqlSearchIndex::few_statement(),
                {{":record", "'thing'"}, {":word", "'word19'"}, {":end", "'word19~'"}, {":most", "1001"}})),
            "");
  const auto ends =
      callboard::testing::query_plan(database(), SqlSearchIndex::ends_statement(),
                                     {{":record", "'thing'"}, {":word", "'word19'"}, {":end", "'word19~'"}});
  for (const auto& step : ends) EXPECT_EQ(step.find("SCAN w"), std::string::npos) << step;
}

}  // namespace
}  // namespace callboard::host
