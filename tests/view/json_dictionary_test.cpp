// The data rules of callboard/view.hpp.
#include "view_fixture.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;

class TemplateData : public ViewTest {};

TEST_F(TemplateData, PrintsScalarsAsTheyAre) {
  EXPECT_EQ(expand("{{text}} {{number}} {{negative}} {{part}} {{flag}}",
                   {{"text", "Anna"}, {"number", 42}, {"negative", -7}, {"part", 1.5}, {"flag", true}}),
            "Anna 42 -7 1.5 true");
}

TEST_F(TemplateData, PrintsNothingForWhatIsMissingNullOrNoScalar) {
  EXPECT_EQ(expand("[{{missing}}|{{nothing}}|{{list}}|{{object}}]",
                   {{"nothing", nullptr}, {"list", {1}}, {"object", {{"a", 1}}}}),
            "[|||]");
}

TEST_F(TemplateData, RepeatsASectionForEachElementOfAnArray) {
  EXPECT_EQ(expand("{{#rows}}({{name}}){{/rows}}", {{"rows", {{{"name", "a"}}, {{"name", "b"}}}}}), "(a)(b)");
}

TEST_F(TemplateData, NamesTheElementsOfAnArrayOfScalarsIt) {
  EXPECT_EQ(expand("{{#tags}}{{it}}{{#tags_separator}}, {{/tags_separator}}{{/tags}}", {{"tags", {"x", 2, "z"}}}),
            "x, 2, z");
}

TEST_F(TemplateData, PrintsNothingForAnEmptyArray) {
  EXPECT_EQ(expand("[{{#rows}}row{{/rows}}]", {{"rows", json::array()}}), "[]");
}

TEST_F(TemplateData, ShowsASectionOnceForAnObjectAndForTrue) {
  EXPECT_EQ(expand("{{#user}}{{name}}{{/user}} {{#yes}}shown{{/yes}}{{#no}}hidden{{/no}}",
                   {{"user", {{"name", "Anna"}}}, {"yes", true}, {"no", false}}),
            "Anna shown");
}

TEST_F(TemplateData, FindsInnerValuesFirstAndThenOuterOnes) {
  EXPECT_EQ(expand("{{#rows}}{{name}}/{{school}} {{/rows}}",
                   {{"name", "outer"}, {"school", "S"}, {"rows", {{{"name", "inner"}}, json::object()}}}),
            "inner/S outer/S ");
}

TEST_F(TemplateData, TakesNullInAnInnerSectionForAnAnswer) {
  EXPECT_EQ(expand("{{#row}}[{{name}}]{{#no_name}}none{{/no_name}}{{/row}}",
                   {{"name", "outer"}, {"row", {{"name", nullptr}}}}),
            "[]none");
}

TEST_F(TemplateData, ReachesIntoObjectsByAPathThatIsNeverCompletedFromFurtherOut) {
  const json data{{"faults", {{"email", "wrong"}}}, {"name", "Anna"}};
  EXPECT_EQ(expand("{{faults.email}}[{{faults.name}}]{{#if_faults.email}}!{{/if_faults.email}}"
                   "{{#no_faults.name}}ok{{/no_faults.name}}",
                   data),
            "wrong[]!ok");
  EXPECT_EQ(expand("{{a.b.c}}{{a.b.missing.c}}", {{"a", {{"b", {{"c", 1}}}}}}), "1");
}

TEST_F(TemplateData, AnswersIfAndNoForEveryKindOfValue) {
  const std::string source = "{{#if_x}}there{{/if_x}}{{#no_x}}none{{/no_x}}";
  for (const json& there : {json("a"), json(0), json(true), json{1}, json{{"a", 1}}, json(_("Sign in"))}) {
    EXPECT_EQ(expand(source, {{"x", there}}), "there") << there;
  }
  for (const json& none : {json(""), json(nullptr), json(false), json::array(), json::object(), json(Text())}) {
    EXPECT_EQ(expand(source, {{"x", none}}), "none") << none;
  }
  EXPECT_EQ(expand(source), "none");
}

TEST_F(TemplateData, PrefersAMemberOfThatNameToTheQuestion) {
  EXPECT_EQ(expand("{{#no_show}}no-show{{/no_show}}", {{"no_show", true}, {"show", 1}}), "no-show");
}

TEST_F(TemplateData, ShowsTheInsideOfIfOnceAlsoForAnArray) {
  EXPECT_EQ(expand("{{#if_rows}}<ul>{{#rows}}<li>{{it}}{{/rows}}</ul>{{/if_rows}}", {{"rows", {1, 2}}}),
            "<ul><li>1<li>2</ul>");
}

TEST_F(TemplateData, TranslatesATextWithItsValuesAndEscapesThem) {
  catalogue("msgid \"Hello, {name}\"\nmsgstr \"Здравствуйте, {name}\"\n");
  const json data{{"text", _("Hello, {name}").with("name", "<b>")}};
  EXPECT_EQ(expand("{{text}}", data, Language::Russian), "Здравствуйте, &lt;b&gt;");
  EXPECT_EQ(expand("{{text}}", data, Language::English), "Hello, &lt;b&gt;");
  EXPECT_EQ(expand_text("{{text}}", data, Language::English), "Hello, <b>");
}

TEST_F(TemplateData, TranslatesTextsInArraysToo) {
  EXPECT_EQ(expand("{{#texts}}{{it}};{{/texts}}", {{"texts", {_("Sign in"), _("Sign in")}}}, Language::Russian),
            "Войти;Войти;");
}

TEST_F(TemplateData, FillsInFragmentsWithTheirOwnValuesFirst) {
  write_template("test/piece.html", kHtmlLine + "({{name}} of {{school}})");
  const auto piece = [](const char* name) { return json{{"$page", "test/piece"}, {"data", {{"name", name}}}}; };
  EXPECT_EQ(expand("{{>pieces}}", {{"school", "S"}, {"name", "no"}, {"pieces", {piece("a"), piece("<b>")}}}),
            "(a of S)(&lt;b&gt; of S)");
}

TEST_F(TemplateData, ThrowsForAFragmentWithoutATemplate) {
  EXPECT_THROW(expand("{{>pieces}}", {{"pieces", {{{"$page", "test/none"}, {"data", json::object()}}}}}),
               std::logic_error);
}

TEST_F(TemplateData, LeavesOutFragmentsThatAreNone) {
  EXPECT_EQ(expand("[{{>a}}{{>b}}{{>c}}]", {{"a", 1}, {"b", {1, 2}}, {"c", {{{"$page", "test/it"}}}}}), "[]");
}

TEST_F(TemplateData, MustBeAnObject) {
  EXPECT_THROW(expand("x", json::array()), std::logic_error);
  EXPECT_THROW(expand("x", "text"), std::logic_error);
}

TEST_F(TemplateData, PutsInWhatWasPreparedAsItIs) {
  const json prepared{{"$page", "$prepared"}, {"data", {{"prepared", "<b>&amp;</b>"}}}};
  EXPECT_EQ(expand("[{{>parts}}]", {{"parts", json::array({prepared})}, {"prepared", "<i>"}}), "[<b>&amp;</b>]");
}

}  // namespace
}  // namespace callboard::host
