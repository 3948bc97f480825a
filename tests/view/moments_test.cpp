// Times in pages and mails: callboard/moment.hpp.
#include "view/moments.hpp"

#include "callboard/moment.hpp"
#include "view_fixture.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;
using std::chrono::seconds;

// 2026-11-21 08:38:27.5 UTC
const Time kAutumn{std::chrono::microseconds(1'795'250'307'500'000)};
constexpr auto kHalfYear = std::chrono::hours(24 * 183);

Time at(std::int64_t since_1970) { return Time(seconds(since_1970)); }

std::string in(const std::string& zone, Time time, Language language = Language::English) {
  return Moments(zone).text(moment(time), language);
}

TEST(Moments, AreWrittenInBothLanguagesAndThreeStyles) {
  const Moments moments("Europe/Moscow");
  const auto text = [&](MomentStyle style, Language language) {
    return moments.text(moment(kAutumn, style), language);
  };
  EXPECT_EQ(text(MomentStyle::DateTime, Language::English), "21 November 2026, 11:38");
  EXPECT_EQ(text(MomentStyle::DateTime, Language::Russian), "21 ноября 2026 г., 11:38");
  EXPECT_EQ(text(MomentStyle::Date, Language::English), "21 November 2026");
  EXPECT_EQ(text(MomentStyle::Date, Language::Russian), "21 ноября 2026 г.");
  EXPECT_EQ(text(MomentStyle::Time, Language::English), "11:38");
  EXPECT_EQ(text(MomentStyle::Time, Language::Russian), "11:38");
}

TEST(Moments, FollowTheZonesSummerTimeWhereItHasOne) {
  EXPECT_EQ(in("Europe/Berlin", kAutumn), "21 November 2026, 09:38");
  EXPECT_EQ(in("Europe/Berlin", kAutumn - kHalfYear), "22 May 2026, 10:38");
  EXPECT_EQ(in("Europe/Moscow", kAutumn - kHalfYear), "22 May 2026, 11:38");
  EXPECT_EQ(in("UTC", kAutumn - kHalfYear), "22 May 2026, 08:38");
}

// 2026-10-25 01:00 UTC: the hour from 2 to 3 comes twice.
TEST(Moments, AreRightAroundTheChangeOfTheClock) {
  const auto change = at(1'792'890'000);
  EXPECT_EQ(in("Europe/Berlin", change - seconds(1)), "25 October 2026, 02:59");
  EXPECT_EQ(in("Europe/Berlin", change), "25 October 2026, 02:00");
  EXPECT_EQ(in("Europe/Berlin", change + std::chrono::hours(1)), "25 October 2026, 03:00");
}

// Moscow went from summer time for good (+4) to +3 in October 2014.
TEST(Moments, KnowWhatAZoneUsedToBe) {
  EXPECT_EQ(in("Europe/Moscow", at(1'388'534'400)), "1 January 2014, 04:00");
  EXPECT_EQ(in("Europe/Moscow", at(1'420'070'400)), "1 January 2015, 03:00");
}

TEST(Moments, AreOnTheDayThatTheZoneHasThen) {
  EXPECT_EQ(in("Europe/Moscow", at(1'798'750'799)), "31 December 2026, 23:59");
  EXPECT_EQ(in("Europe/Moscow", at(1'798'750'800), Language::Russian), "1 января 2027 г., 00:00");
  EXPECT_EQ(in("UTC", Time(std::chrono::microseconds(-1))), "31 December 1969, 23:59");
}

TEST(Moments, NameEveryMonth) {
  std::string english, russian;
  for (int month = 0; month < 12; ++month) {
    const auto time = at(1'768'435'200 + month * 30LL * 86400 + month * 43200LL);
    english += Moments("UTC").text(moment(time, MomentStyle::Date), Language::English).substr(3, 3);
    russian += Moments("UTC").text(moment(time, MomentStyle::Date), Language::Russian).substr(3, 6);
  }
  EXPECT_EQ(english, "JanFebMarAprMayJunJulAugSepOctNovDec");
  EXPECT_EQ(russian, "янвфевмарапрмаяиюниюлавгсеноктноядек");
}

TEST(Moments, HaveAFormForMachines) {
  const Moments moments("Europe/Moscow");
  EXPECT_EQ(moments.iso(moment(kAutumn)), "2026-11-21T08:38:27Z");
  EXPECT_EQ(moments.iso(moment(at(1'798'750'800), MomentStyle::Date)), "2027-01-01");
  EXPECT_EQ(moments.iso(moment(kAutumn, MomentStyle::Time)), "11:38");
}

TEST(Moments, RefuseAZoneThatIsNone) { EXPECT_THROW(Moments("Mars/Base"), std::runtime_error); }

TEST(Moments, AreTheirOwnKindOfValue) {
  EXPECT_TRUE(Moments::is_moment(moment(kAutumn)));
  for (const json& other : {json(1), json::object(), json(Text("x")), json{{"$time", "1"}, {"style", "date"}},
                            json{{"$time", 1}}, json{{"$time", 1}, {"style", 2}}}) {
    EXPECT_FALSE(Moments::is_moment(other)) << other;
  }
}

class MomentsInTemplates : public ViewTest {};

TEST_F(MomentsInTemplates, AreWrittenInTheSitesZoneAndTheReadersLanguage) {
  const json data{{"last_seen", moment(kAutumn)}};
  EXPECT_EQ(expand("{{last_seen}}", data), "21 November 2026, 11:38");
  EXPECT_EQ(expand("{{last_seen}}", data, Language::Russian), "21 ноября 2026 г., 11:38");
  EXPECT_EQ(expand_text("{{last_seen}}", data, Language::Russian), "21 ноября 2026 г., 11:38");
}

TEST_F(MomentsInTemplates, AreValuesEverywhere) {
  const json data{{"seen", moment(kAutumn, MomentStyle::Time)},
                  {"user", {{"born", moment(kAutumn, MomentStyle::Date)}}},
                  {"times", {moment(kAutumn, MomentStyle::Time), moment(kAutumn, MomentStyle::Time)}},
                  {"style", "outer"}};
  EXPECT_EQ(expand("{{#if_seen}}yes{{/if_seen}}{{#no_seen}}no{{/no_seen}}", data), "yes");
  EXPECT_EQ(expand("{{#seen}}at {{seen}}{{/seen}}", data), "at 11:38");
  EXPECT_EQ(expand("{{user.born}}{{#if_user.born}}!{{/if_user.born}}", data), "21 November 2026!");
  EXPECT_EQ(expand("{{#times}}{{it}} {{it.iso}} {{style}};{{/times}}", data), "11:38 11:38 outer;11:38 11:38 outer;");
  EXPECT_EQ(expand("[{{seen.style}}{{seen.iso.iso}}{{style.iso}}{{missing.iso}}]", data), "[]");
}

TEST_F(MomentsInTemplates, GoIntoAttributesAndLinks) {
  const json data{{"seen", moment(kAutumn)}};
  EXPECT_EQ(expand("<time datetime=\"{{seen.iso}}\">{{seen}}</time>", data),
            "<time datetime=\"2026-11-21T08:38:27Z\">21 November 2026, 11:38</time>");
  EXPECT_EQ(expand("<a href=\"/x?at={{seen.iso}}\">x</a>", data), "<a href=\"/x?at=2026-11-21T08:38:27Z\">x</a>");
}

TEST_F(MomentsInTemplates, AreEscapedWhateverTheirDataSay) {
  const json forged{{"seen", {{"$time", 0}, {"style", "<script>"}}}};
  EXPECT_EQ(expand("{{seen}} {{seen.iso}}", forged), "1 January 1970, 03:00 1970-01-01T00:00:00Z");
}

TEST_F(MomentsInTemplates, StandInPages) {
  write_template("test/page.html", kHtmlLine + "{{%TITLE}}x{{%END}}{{seen}}");
  const TemplateView view(folders(), site());
  const auto html =
      view.render(Page{"test/page", {{"seen", moment(kAutumn)}}}, PageContext{{}, Language::Russian, "", {}, "/"});
  EXPECT_EQ(html, "<main>21 ноября 2026 г., 11:38</main>");
}

}  // namespace
}  // namespace callboard::host
