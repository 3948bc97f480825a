// What the loader makes of a template before ctemplate sees it.
#include "view_fixture.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;

class TemplateLanguage : public ViewTest {};

TEST_F(TemplateLanguage, PutsInTheTextsOfEachLanguage) {
  EXPECT_EQ(expand("<b>_(\"Sign in\")</b>"), "<b>Sign in</b>");
  EXPECT_EQ(expand("<b>_(\"Sign in\")</b>", json::object(), Language::Russian), "<b>Войти</b>");
}

TEST_F(TemplateLanguage, MakesAPlaceholderOfATextAValue) {
  catalogue("msgid \"{name} has the key {key}.\"\nmsgstr \"Ключ {key} у {name}.\"\n");
  EXPECT_EQ(expand("_(\"{name} has the key {key}.\")", {{"name", "<Anna>"}, {"key", 101}}, Language::Russian),
            "Ключ 101 у &lt;Anna&gt;.");
}

TEST_F(TemplateLanguage, ReadsATextOverSeveralLinesAsOne) {
  catalogue("msgid \"one \\\"two\\\" three\"\nmsgstr \"раз\"\n");
  EXPECT_EQ(expand("_(\"one\n     \\\"two\\\"   \n\n  three\")", json::object(), Language::Russian), "раз");
}

TEST_F(TemplateLanguage, LeavesAloneWhatOnlyLooksLikeAMark) {
  EXPECT_EQ(expand("gettext_(\"a\") nonstatic(\"a\") _ (\"a\")"), "gettext_(\"a\") nonstatic(\"a\") _ (\"a\")");
}

TEST_F(TemplateLanguage, LeavesNoBlankLineWhereOnlyMarkersStand) {
  EXPECT_EQ(expand("{{! a comment }}\n<ul>\n  {{#rows}}\n  <li>{{it}}</li>\n  {{/rows}}\n</ul>\n", {{"rows", {1, 2}}}),
            "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n");
  EXPECT_EQ(expand_text("Hello\n{{#if_x}}\nx\n{{/if_x}}\n\nBye\n", {{"x", 1}}), "Hello\nx\n\nBye\n");
}

TEST_F(TemplateLanguage, SplicesAnIncludedFileInSoThatItSeesEveryValue) {
  write_template("test/piece.html", kHtmlLine + "<i>{{name}} {{school}}</i>\n");
  EXPECT_EQ(expand("{{#rows}}\n{{>test/piece}}\n{{/rows}}\n", {{"school", "S"}, {"rows", {{{"name", "a"}}}}}),
            "<i>a S</i>\n");
}

TEST_F(TemplateLanguage, LeavesNoLineBreakBehindOfAnIncludeInsideALine) {
  write_template("test/piece.html", kHtmlLine + "piece\n");
  EXPECT_EQ(expand("a {{>test/piece}} b"), "a piece b");
}

TEST_F(TemplateLanguage, KeepsTheLinesOfATextareaInsideTheLayoutAsTheyAre) {
  write_template("layout/page.html", kHtmlLine + "<main>\n    {{>body}}\n</main>");
  write_template("test/it.html", kHtmlLine + "<textarea>\n{{x:pre_escape}}</textarea>");
  const Visitor visitor;
  EXPECT_EQ(TemplateView(folders(), site())
                .render(Page{"test/it", {{"x", "one\n two\n"}}}, PageContext{visitor, Language::English, {}, {}, {}}),
            "<main>\n<textarea>\none\n two\n</textarea>\n</main>");
}

TEST_F(TemplateLanguage, HandsParametersToAnIncludedFile) {
  write_template("test/piece.html", kHtmlLine +
                                        "<b title=\"[[title|none]]\">[[label]] {{values.[[name]]}}</b>"
                                        "[[#hint]](yes [[hint]])[[/hint]][[^hint]](no)[[/hint]]");
  const json data{{"values", {{"email", "a@b"}}}};
  EXPECT_EQ(expand("{{>test/piece name=\"email\" label=_(\"Sign in\")}}", data, Language::Russian),
            "<b title=\"none\">Войти a@b</b>(no)");
  EXPECT_EQ(expand("{{>test/piece name=\"email\" label=\"L\" title=\"t\" hint=_(\"Say \\\"hi\\\"\")}}", data),
            "<b title=\"t\">L a@b</b>(yes Say &quot;hi&quot;)");
}

TEST_F(TemplateLanguage, ThrowsForATemplateThatDoesNotExist) {
  const TemplateView view(folders(), site());
  EXPECT_THROW(view.render("test/none", json::object(), HttpStatus::Ok), std::logic_error);
  EXPECT_THROW(view.expand("test/none.html", json::object(), Language::English), std::logic_error);
  EXPECT_THROW(view.render("layout/page.html", json::object(), HttpStatus::Ok), std::logic_error) << "no ending here";
  const Visitor visitor;
  EXPECT_THROW(view.render(Page{"test/none", json::object()}, PageContext{visitor, {}, {}, {}, {}}), std::logic_error);
}

TEST_F(TemplateLanguage, KeepsNameDataAndStatusForThePipeline) {
  write_template("test/it.html", kHtmlLine);
  const auto response = TemplateView(folders(), site()).render("test/it", {{"a", 1}}, HttpStatus::UnprocessableContent);
  EXPECT_EQ(response.status(), HttpStatus::UnprocessableContent);
  ASSERT_TRUE(response.page());
  EXPECT_EQ(response.page()->name, "test/it");
  EXPECT_EQ(response.page()->data, (json{{"a", 1}}));
}

// Several stores live side by side, and reading a changed template again takes a new one.
TEST_F(TemplateLanguage, KeepsNothingBeyondItsStore) {
  EXPECT_EQ(expand("one"), "one");
  EXPECT_EQ(expand("two"), "two");
}

TEST_F(TemplateLanguage, FillsInFromManyThreadsAtOnce) {
  write_template("test/it.html", kHtmlLine + "{{#rows}}{{it}},{{/rows}}{{name}} _(\"Sign in\") {{text}}");
  const TemplateView view(folders(), site());
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      const auto language = t % 2 ? Language::Russian : Language::English;
      const std::string said = t % 2 ? "Войти" : "Sign in";
      for (int i = 0; i < 200; ++i) {
        const auto page =
            view.expand("test/it.html", {{"rows", {t, i}}, {"name", t}, {"text", _("Sign in")}}, language);
        wrong += page != fmt::format("{},{},{} {} {}", t, i, t, said, said);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace callboard::host
