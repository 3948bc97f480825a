#include "record_list_query.hpp"

#include "callboard/encoding.hpp"
#include "callboard/local_time.hpp"
#include "plays_fixture.hpp"

namespace theatre_admin {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using Relation = ListFilter::Relation;

const AdminResource& plays() {
  static const auto resource = plays_resource();
  return resource;
}

ListQuery parse(const std::string& query, const std::string& zone = "Europe/Moscow") {
  return parse_list_query(plays(), Form::parse(query), zone);
}

long long microseconds(const std::string& local, const std::string& zone = "Europe/Moscow") {
  return time_from_local(local, zone)->time_since_epoch().count();
}

TEST(ListQuery, BeginsWithWhatTheResourceSays) {
  const auto query = parse("");
  EXPECT_EQ(query.order.text(), "title");
  EXPECT_EQ(query.columns.size(), 6U);
  EXPECT_THAT(parameters_of(query), ElementsAre());
}

TEST(ListQuery, SaysTheSameAgain) {
  const std::string address =
      "/admin/plays?q=%D1%87%D0%B0%D0%B9%D0%BA%D0%B0&genre=drama&starts_at.from=2026-11-21"
      "&sort=-starts_at&columns=seats,title";
  const auto query = parse(address.substr(address.find('?') + 1));
  EXPECT_EQ(with_parameters("/admin/plays", parameters_of(query)), address);
}

TEST(ListQuery, LeavesOutFiltersWithoutAValue) { EXPECT_TRUE(parse("genre=&open=&starts_at.from=").filters.empty()); }

TEST(ListQuery, ReadsEachKindOfFilter) {
  const auto query = parse("genre=comedy&open=yes&hall=7");
  ASSERT_EQ(query.filters.size(), 3U);
  EXPECT_EQ(query.filters[0].value, Value("comedy"));
  EXPECT_EQ(query.filters[1].value, Value(1LL));
  EXPECT_EQ(query.filters[2].value, Value(7LL));
}

TEST(ListQuery, TakesDaysOfTheSitesZoneWithTheLastOneIncluded) {
  const auto query = parse("starts_at.from=2026-11-21&starts_at.to=2026-11-30");
  EXPECT_EQ(query.filters[0].value, Value(microseconds("2026-11-21T00:00")));
  EXPECT_EQ(query.filters[1].value, Value(microseconds("2026-12-01T00:00")));
  EXPECT_EQ(query.filters[1].relation, Relation::Before);
  const auto minute = parse("starts_at.to=2026-11-21T18:30").filters[0];
  EXPECT_EQ(minute.value, Value(microseconds("2026-11-21T18:31")));
}

TEST(ListQuery, TakesADayWhoseMidnightClocksSkip) {
  const auto query = parse("starts_at.from=2018-11-04", "America/Sao_Paulo");
  EXPECT_EQ(query.filters[0].value, Value(microseconds("2018-11-04T01:00", "America/Sao_Paulo")));
}

class RefusedQuery : public ::testing::TestWithParam<const char*> {};

TEST_P(RefusedQuery, IsABadRequest) { EXPECT_THROW(parse(GetParam()), BadRequest) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(Each, RefusedQuery,
                         ::testing::Values("colour=red", "title=Hamlet", "genre=opera", "genre=drama&genre=comedy",
                                           "genre.from=drama", "open=1", "hall=0", "hall=seven",
                                           "hall=99999999999999999999", "starts_at=2026-11-21",
                                           "starts_at.after=2026-11-21", "starts_at.from=2026-02-30",
                                           "starts_at.from=now", "sort=seats", "sort=t.id", "sort=-",
                                           "sort=title%20DESC", "columns=title,secret", "ids=1,x", "ids=-1",
                                           "after=%3F", "after=bm9uc2Vuc2U", "q=a&q=b", "page=3"));

TEST(ListQuery, RefusesTooManyIds) {
  std::string ids;
  for (int i = 1; i <= 1001; ++i) ids += std::to_string(i) + ",";
  EXPECT_THROW(parse("ids=" + ids), BadRequest);
}

TEST(ListQuery, KnowsNamesThatMeanSomethingElse) {
  auto resource = plays_resource();
  EXPECT_NO_THROW(check_names(resource));
  resource.fields[0].name = "sort";
  EXPECT_THROW(check_names(resource), std::logic_error);
}

TEST(ListCursor, IsReadBackForItsOrderAlone) {
  const auto query = parse("sort=-starts_at");
  const ListCursor place{1'700'000'000'000'000, 5};
  const auto text = place.text(query.order);
  const auto read = ListCursor::parse(text, query.order);
  EXPECT_EQ(read.value, place.value);
  EXPECT_EQ(read.id, 5);
  EXPECT_THROW(ListCursor::parse(text, parse("sort=starts_at").order), BadRequest);
  EXPECT_THROW(ListCursor::parse(text, parse("sort=-id").order), BadRequest);
  EXPECT_THROW(parse("sort=-starts_at&after=" + text + "&before=" + text), BadRequest);
}

TEST(ListCursor, RefusesAValueOfAnotherKind) {
  const auto order = parse("sort=starts_at").order;
  for (const nlohmann::json& value :
       {nlohmann::json("x"), nlohmann::json(1.5), nlohmann::json(), nlohmann::json({1})}) {
    EXPECT_THROW(ListCursor::parse(ListCursor{value, 1}.text(order), order), BadRequest) << value;
  }
  const auto by_title = parse("sort=title").order;
  EXPECT_THROW(ListCursor::parse(ListCursor{std::string("a\0b", 3), 1}.text(by_title), by_title), BadRequest);
}

}  // namespace
}  // namespace theatre_admin
