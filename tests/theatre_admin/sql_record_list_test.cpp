#include "sql_record_list.hpp"

#include "callboard/testing/query_plan.hpp"
#include "plays_fixture.hpp"
#include "search/sql_search_index.hpp"
#include "search_rebuild.hpp"

namespace theatre_admin {
namespace {

using callboard::testing::not_indexed;
using callboard::testing::query_plan;
using ::testing::ElementsAre;
using Way = SqlRecordList::Way;

class SqlRecordListTest : public PlaysTest {
 protected:
  ListQuery parse(const std::string& query) { return parse_list_query(plays(), Form::parse(query), "UTC"); }
  std::vector<Record> page(const ListQuery& query, int most) {
    return database().read([&](Transaction& tx) { return lists_.page(tx, plays(), query, {}, most); });
  }
  std::vector<std::string> titles(const std::string& query, int most = 100) {
    std::vector<std::string> all;
    for (const auto& record : page(parse(query), most)) all.push_back(title_of(record));
    return all;
  }
  ListCount count(const std::string& query) {
    return database().read([&](Transaction& tx) { return lists_.count(tx, plays(), parse(query)); });
  }
  void index_words() {
    std::ostringstream said;
    SearchRebuild(database(), site_, index_).run(said);
  }

  // Many plays, of which each title is there several times, so that the id has to tell them apart.
  void add_many(int number) {
    database().transact([&](Transaction& tx) {
      std::string title, genre;
      long long starts = 0, open = 0;
      soci::statement insert =
          (tx.sql().prepare << "INSERT INTO test_plays (title, starts_at, genre, open) VALUES "
                               "(:title, :starts, :genre, :open)",
           soci::use(title, "title"), soci::use(starts, "starts"), soci::use(genre, "genre"), soci::use(open, "open"));
      for (int i = 0; i < number; ++i) {
        title = "Play " + std::to_string(i * 7919 % number / 3);
        starts = 1'700'000'000'000'000 + i * 104'729LL % number * 1'000'000;
        genre = i % 100 == 0 ? "comedy" : "drama";
        open = i % 10 == 0;
        insert.execute(true);
      }
    });
    database().transact([&](Transaction& tx) {
      tx.sql() << (engine() == Engine::Mysql ? "ANALYZE TABLE test_plays, host_search_words" : "ANALYZE");
    });
  }

  // All pages from one end to the other, and back.
  std::vector<std::int64_t> walk(ListQuery query, bool backwards, const std::function<void()>& meanwhile = {}) {
    std::vector<std::int64_t> seen;
    query.backwards = backwards;
    for (;;) {
      auto records = page(query, 7);
      if (records.empty()) return seen;
      if (backwards) std::reverse(records.begin(), records.end());
      for (const auto& record : records) seen.push_back(id_of(record));
      query.cursor = ListCursor::at(records.back(), query.order);
      if (meanwhile) meanwhile();
    }
  }

  std::string plan(const std::string& address, Way way, const std::map<std::string, std::string>& values) {
    const auto query = parse(address);
    const auto statement = SqlRecordList::page_statement(engine(), query, {}, way, 51);
    const auto steps = query_plan(database(), SqlRecords::statement(plays(), {}, statement.rest), values);
    return not_indexed(steps);
  }

  host::SqlSearchIndex index_;
  SqlRecordList lists_{index_, site_};
};
CALLBOARD_ON_BOTH_ENGINES(SqlRecordListTest);

TEST_P(SqlRecordListTest, SortsBothWays) {
  add_play("Б", 3), add_play("A", 2), add_play("C", 1);
  EXPECT_THAT(titles(""), ElementsAre("A", "C", "Б"));
  EXPECT_THAT(titles("sort=-title"), ElementsAre("Б", "C", "A"));
  EXPECT_THAT(titles("sort=starts_at"), ElementsAre("C", "A", "Б"));
  EXPECT_THAT(titles("sort=-id"), ElementsAre("C", "A", "Б"));
}

TEST_P(SqlRecordListTest, PagesHaveEachRecordOnceInBothDirections) {
  add_many(200);
  for (const auto* order : {"", "sort=-title", "sort=starts_at", "sort=-starts_at", "sort=id", "sort=-id",
                            "genre=drama&sort=-title", "starts_at.from=2023-11-14"}) {
    const auto query = parse(order);
    auto there = walk(query, false), back = walk(query, true);
    std::reverse(back.begin(), back.end());
    EXPECT_EQ(there, back) << order;
    EXPECT_EQ(std::set(there.begin(), there.end()).size(), there.size()) << order;
    EXPECT_GE(there.size(), 198U) << order;
  }
}

TEST_P(SqlRecordListTest, WhatIsInsertedMeanwhileShiftsNoPage) {
  add_many(60);
  int number = 0;
  const auto seen = walk(parse(""), false, [&] { add_play("A new one " + std::to_string(++number)); });
  EXPECT_EQ(seen.size(), 60U);
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 60U);
}

TEST_P(SqlRecordListTest, FiltersByValueAndRange) {
  const auto hall = add_hall("Studio");
  add_play("One", 1'790'000'000'000'000), add_play("Two", 1'790'100'000'000'000, "comedy");
  database().transact([&](Transaction& tx) {
    tx.sql() << "UPDATE test_plays SET open = 1, hall = " << hall << " WHERE title = 'One'";
  });
  EXPECT_THAT(titles("genre=comedy"), ElementsAre("Two"));
  EXPECT_THAT(titles("open=yes"), ElementsAre("One"));
  EXPECT_THAT(titles("open=no"), ElementsAre("Two"));
  EXPECT_THAT(titles("hall=" + std::to_string(hall)), ElementsAre("One"));
  EXPECT_THAT(titles("starts_at.to=2026-09-21"), ElementsAre("One"));
  EXPECT_THAT(titles("starts_at.from=2026-09-22&genre=drama"), ElementsAre());
}

TEST_P(SqlRecordListTest, AFilterMayHaveAConditionOfItsOwn) {
  auto resource = plays_resource();
  resource.fields[3].filter_sql = "(t.hall IS NOT NULL) = :value OR :value = 7";
  add_play("One");
  const auto query = parse_list_query(resource, Form::parse("open=no"), "UTC");
  const auto found = database().read([&](Transaction& tx) { return lists_.page(tx, resource, query, {}, 10); });
  EXPECT_EQ(found.size(), 1U);
}

TEST_P(SqlRecordListTest, FindsWordsOfAnyAlphabet) {
  add_play("Вишнёвый сад"), add_play("The Cherry Orchard");
  index_words();
  EXPECT_THAT(titles("q=вишн"), ElementsAre("Вишнёвый сад"));
  EXPECT_THAT(titles("q=CHERRY+orch"), ElementsAre("The Cherry Orchard"));
  EXPECT_THAT(titles("q=cherry+tree"), ElementsAre());
}

TEST_P(SqlRecordListTest, FindsRecordsByTheWordsOfThoseThatTheyReferTo) {
  site_.all.front().search_through = {"hall"};
  const auto studio = add_hall("Studio Rose"), stage = add_hall("Main Stage");
  for (const auto& [title, hall] :
       {std::pair{"Rose", stage}, std::pair{"Hamlet", studio}, std::pair{"Ivanov", stage}}) {
    const auto id = add_play(title);
    database().transact(
        [&](Transaction& tx) { tx.sql() << "UPDATE test_plays SET hall = " << hall << " WHERE id = " << id; });
  }
  index_words();
  EXPECT_THAT(titles("q=stage"), ElementsAre("Ivanov", "Rose"));
  EXPECT_THAT(titles("q=rose"), ElementsAre("Hamlet", "Rose"));
  EXPECT_THAT(titles("q=rose+stage"), ElementsAre("Rose"));
  EXPECT_THAT(titles("q=hamlet+stage"), ElementsAre());
  EXPECT_EQ(count("q=stage").number, 2);
}

TEST_P(SqlRecordListTest, FindsNothingThroughAPluginThatIsOff) {
  site_.all.front().search.clear();
  site_.all.front().search_through = {"hall"};
  add_play("Rose");
  site_.all.pop_back();
  EXPECT_THAT(titles("q=rose"), ElementsAre());
  EXPECT_THAT(titles("q=..."), ElementsAre("Rose"));
}

TEST_P(SqlRecordListTest, FindsCommonWordsWhereverTheyAreInTheOrder) {
  add_many(4000);  // more than a stretch, and more than are named one by one
  for (int i = 0; i < 3; ++i) add_play("Zebra play");
  index_words();
  EXPECT_EQ(titles("q=play").size(), 100U);
  EXPECT_EQ(titles("q=play", 5000).size(), 4003U);
  EXPECT_EQ(titles("q=play+zebra").size(), 3U);
  EXPECT_EQ(walk(parse("q=play&sort=-starts_at&starts_at.from=2023-11-14"), false).size(), 4000U);
}

TEST_P(SqlRecordListTest, BothWaysFindTheSame) {
  add_many(1500);
  index_words();
  for (const auto* address :
       {"q=play+1&sort=title", "q=play&genre=comedy", "q=play&starts_at.from=2023-11-14&sort=title",
        "q=play&open=yes&sort=-starts_at", "genre=drama&sort=-id"}) {
    const auto query = parse(address);
    std::vector<std::vector<Record>> found;
    for (const auto way : {Way::Walk, Way::Pick}) {
      found.push_back(database().read([&](Transaction& tx) {
        const auto words = index_.condition(tx, "test_play", query.search, "t.id");
        const auto statement = SqlRecordList::page_statement(engine(), query, words, way, 40);
        return SqlRecords::select(tx, plays(), {}, statement.rest, statement.values);
      }));
    }
    EXPECT_EQ(found[0], found[1]) << address;
    EXPECT_GT(found[0].size(), 10U) << address;
  }
}

TEST_P(SqlRecordListTest, FindsWhatIsRareInTheOrderBeyondTheFirstStretch) {
  add_many(4000);
  database().transact([&](Transaction& tx) { tx.sql() << "UPDATE test_plays SET premiere = '2026-01-01'"; });
  add_play("Zz late", 1'990'000'000'000'000);
  EXPECT_THAT(titles("starts_at.from=2030-01-01"), ElementsAre("Zz late"));
}

TEST_P(SqlRecordListTest, CountsAsFarAsItIsWorthIt) {
  add_many(300);
  index_words();
  EXPECT_EQ(count("").number, 300);
  EXPECT_EQ(count("genre=comedy").number, 3);
  EXPECT_EQ(count("q=play&genre=comedy").number, 3);
  EXPECT_EQ(count("q=nothing").number, 0);
  EXPECT_EQ(count("").kind, ListCount::Kind::Exact);
  add_many(1500);
  EXPECT_EQ(count("").kind, ListCount::Kind::Many);
  EXPECT_EQ(count("genre=comedy").kind, ListCount::Kind::Exact);
}

TEST_P(SqlRecordListTest, SaysSoWhereItStoppedCounting) {
  add_many(SqlRecordList::kMostExamined + 10);
  const auto counted = count("genre=drama&open=yes&starts_at.from=2030-01-01");
  EXPECT_EQ(counted.kind, ListCount::Kind::Exact);  // found by the range, of which there is none
  EXPECT_EQ(count("starts_at.from=2020-01-01&genre=comedy").kind, ListCount::Kind::Exact);
}

TEST_P(SqlRecordListTest, StatementsFindTheirRowsByAnIndex) {
  add_many(4000);
  const std::string after = ListCursor{"Play 700", 9}.text(parse("").order);
  EXPECT_EQ(plan("after=" + after, Way::Pick, {{":place", "'Play 700'"}}), "");
  EXPECT_EQ(plan("sort=-title&before=" + ListCursor{"Play 700", 9}.text(parse("sort=-title").order), Way::Pick,
                 {{":place", "'Play 700'"}}),
            "");
  EXPECT_EQ(plan("sort=starts_at&starts_at.from=2023-11-14", Way::Pick, {{":filter_0", "1700003900000000"}}), "");
  EXPECT_EQ(plan("genre=comedy&sort=id", Way::Pick, {{":filter_0", "'comedy'"}}), "");
}

TEST_P(SqlRecordListTest, GathersTheIdsOfAll) {
  const auto one = add_play("B"), two = add_play("A");
  const auto ids = database().read([&](Transaction& tx) { return lists_.ids(tx, plays(), parse("sort=title"), 10); });
  EXPECT_THAT(ids, ElementsAre(one, two));
}

}  // namespace
}  // namespace theatre_admin
