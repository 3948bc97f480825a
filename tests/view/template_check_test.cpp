// What the host refuses when it starts, by file and line, instead of failing at a request.
#include "view/template_files.hpp"
#include "view_fixture.hpp"

namespace callboard::host {
namespace {

class TemplateCheck : public ViewTest {};

TEST_F(TemplateCheck, RefusesAFileWithoutTheAutoescapeLine) {
  EXPECT_EQ(refusal("<p>{{x}}</p>"), "test/it.html:1: the file must begin with {{%AUTOESCAPE context=\"HTML\"}}");
  EXPECT_EQ(refusal("\n" + kHtmlLine), "test/it.html:1: the file must begin with {{%AUTOESCAPE context=\"HTML\"}}");
  EXPECT_EQ(refusal(kTextLine), "test/it.html:1: the file must begin with {{%AUTOESCAPE context=\"HTML\"}}");
}

TEST_F(TemplateCheck, RefusesAPlainTextFileThatClaimsToBeHtml) {
  EXPECT_EQ(refusal(kHtmlLine, "test/it.txt"),
            "test/it.txt:1: the file must begin with {{%AUTOESCAPE context=\"TEXT\"}}");
}

TEST_F(TemplateCheck, RefusesUnbalancedSections) {
  EXPECT_EQ(refusal(kHtmlLine + "a\n{{#rows}}\nb"), "test/it.html:3: the section 'rows' has no end");
  EXPECT_EQ(refusal(kHtmlLine + "a\n{{/rows}}"), "test/it.html:3: the section 'rows' ends here, but none is open");
  EXPECT_EQ(refusal(kHtmlLine + "{{#a}}\n{{#b}}\n{{/a}}\n{{/b}}"),
            "test/it.html:4: the section 'a' ends here, but 'b' is open since line 3");
}

TEST_F(TemplateCheck, RefusesAnIncludeThatDoesNotExist) {
  EXPECT_EQ(refusal(kHtmlLine + "\n{{>layout/none}}"), "test/it.html:3: there is no template 'layout/none.html'");
}

TEST_F(TemplateCheck, RefusesAFileThatIncludesItself) {
  EXPECT_EQ(refusal(kHtmlLine + "{{>test/it}}"), "test/it.html:2: includes go too deep: 'test/it.html'");
}

TEST_F(TemplateCheck, RefusesAnUnknownStaticFile) {
  EXPECT_EQ(refusal(kHtmlLine + "\n\n<link href=\"static(\"css/none.css\")\">"),
            "test/it.html:4: there is no static file 'css/none.css'");
}

TEST_F(TemplateCheck, RefusesAMalformedText) {
  EXPECT_EQ(refusal(kHtmlLine + "\n_(\"Sign in)"), "test/it.html:3: _(\"…\") is malformed");
  EXPECT_EQ(refusal(kHtmlLine + "_(\"Sign in\" )"), "test/it.html:2: _(\"…\") is malformed");
  EXPECT_EQ(refusal(kHtmlLine + "_(\"\")"), "test/it.html:2: _(\"…\") is malformed");
  EXPECT_EQ(refusal(kHtmlLine + "_(\"a\\n\")"), "test/it.html:2: _(\"…\") is malformed");
  EXPECT_EQ(refusal(kHtmlLine + "_(\"a {{x}}\")"), "test/it.html:2: '{x' is no name of a value");
  EXPECT_EQ(refusal(kHtmlLine + "_(\"a { b\")"), "test/it.html:2: a stray brace in the text \"a { b\"");
}

TEST_F(TemplateCheck, RefusesATranslationWithAPlaceholderOfItsOwn) {
  catalogue("msgid \"Hello, {name}\"\nmsgstr \"Привет, {nmae}\"\n");
  EXPECT_EQ(refusal(kHtmlLine + "_(\"Hello, {name}\")"),
            "test/it.html:2: the translation \"Привет, {nmae}\" has {nmae}, the original has not");
}

TEST_F(TemplateCheck, RefusesMarkersThatAreNone) {
  EXPECT_EQ(refusal(kHtmlLine + "\n{{x"), "test/it.html:3: '{{' without '}}'");
  EXPECT_EQ(refusal(kHtmlLine + "{{x {{y}}"), "test/it.html:2: '{{' inside '{{'");
  EXPECT_EQ(refusal(kHtmlLine + "{{a b}}"), "test/it.html:2: 'a b' is no name of a value");
  EXPECT_EQ(refusal(kHtmlLine + "{{}}"), "test/it.html:2: '' is no name of a value");
  EXPECT_EQ(refusal(kHtmlLine + "{{имя}}"), "test/it.html:2: 'имя' is no name of a value");
  EXPECT_EQ(refusal(kHtmlLine + "{{a..b}}"), "test/it.html:2: 'a..b' is no name of a value");
  EXPECT_EQ(refusal(kHtmlLine + "{{a.}}"), "test/it.html:2: 'a.' is no name of a value");
  EXPECT_EQ(refusal(kHtmlLine + "{{a__b}}"), "test/it.html:2: 'a__b' is no name of a value");
  EXPECT_EQ(refusal(kHtmlLine + "{{=<% %>=}}"), "test/it.html:2: '=<% %>=' is no name of a value");
  EXPECT_EQ(refusal(kHtmlLine + kHtmlLine), "test/it.html:2: '{{%AUTOESCAPE context=\"HTML\"}}' cannot stand here");
}

TEST_F(TemplateCheck, RefusesATitleThatDoesNotEndOrStandsInside) {
  EXPECT_EQ(refusal(kHtmlLine + "{{%TITLE}}a"), "test/it.html: {{%TITLE}} without {{%END}}");
  EXPECT_EQ(refusal(kHtmlLine + "{{#a}}{{%TITLE}}a{{%END}}{{/a}}"), "test/it.html:2: '{{%TITLE}}' cannot stand here");
}

TEST_F(TemplateCheck, NamesTheIncludedFileForAFaultInIt) {
  write_template("test/piece.html", kHtmlLine + "\n\n{{x:none}}");
  EXPECT_EQ(refusal(kHtmlLine + "{{>test/piece}}"),
            "test/piece.html:4: the modifier ':none' is not allowed; values are escaped by themselves");
}

TEST_F(TemplateCheck, RefusesAParameterThatIsMissingUnknownOrMalformed) {
  write_template("test/piece.html", kHtmlLine + "\n[[name]] [[#hint]][[hint]][[/hint]]");
  EXPECT_EQ(refusal(kHtmlLine + "{{>test/piece}}"), "test/piece.html:3: the parameter 'name' is not given");
  EXPECT_EQ(refusal(kHtmlLine + "{{>test/piece name=\"a\" nmae=\"b\"}}"), "test/piece.html: takes no parameter 'nmae'");
  EXPECT_EQ(refusal(kHtmlLine + "{{>test/piece name=a}}"),
            "test/it.html:2: an include's parameter is name=\"…\" or name=_(\"…\")");
  EXPECT_EQ(refusal(kHtmlLine + "{{>test/piece name=_(\"a\"}}"),
            "test/it.html:2: an include's parameter is name=\"…\" or name=_(\"…\")");
  EXPECT_EQ(refusal(kHtmlLine + "{{>test/piece name=\"a\" name=\"b\"}}"),
            "test/it.html:2: the parameter 'name' is given twice");
  EXPECT_EQ(refusal(kHtmlLine + "{{>test/piece oops}}"), "test/it.html:2: an include's parameter is name=\"…\"");
}

TEST_F(TemplateCheck, RefusesAFileThatIsNoUtf8OrTooLarge) {
  EXPECT_EQ(refusal(kHtmlLine + "\xFF"), "test/it.html: is not valid UTF-8");
  EXPECT_EQ(refusal(kHtmlLine + std::string(kMaxTemplateBytes, 'a')), "test/it.html: is too large for a template");
}

TEST_F(TemplateCheck, RefusesTwoTemplatesOfOneName) {
  write_template("test/it.html", kHtmlLine);
  write("plugin/test/it.html", kHtmlLine);
  auto both = folders();
  both.templates.push_back(folder_ / "plugin");
  EXPECT_THROW(TemplateStore store(both), TemplateError);
}

TEST_F(TemplateCheck, RefusesAFolderThatIsMissing) {
  auto missing = folders();
  missing.templates.push_back(folder_ / "none");
  EXPECT_THROW(TemplateStore store(missing), TemplateError);
}

TEST_F(TemplateCheck, RefusesAStaticBuildThatIsMissingOrNone) {
  std::filesystem::remove(folder_ / "static/manifest.json");
  EXPECT_THROW(TemplateStore store(folders()), std::runtime_error);
  write("static/manifest.json", "[1]");
  EXPECT_THROW(TemplateStore store(folders()), std::runtime_error);
}

TEST_F(TemplateCheck, ReadsTheTemplatesOfSeveralFolders) {
  write("plugin/other/it.html", kHtmlLine + "other");
  auto both = folders();
  both.templates.push_back(folder_ / "plugin");
  EXPECT_EQ(TemplateView(both, site()).expand("other/it.html", nlohmann::json::object(), Language::English), "other");
}

TEST_F(TemplateCheck, MayWaitUntilATemplateIsWanted) {
  auto missing = folders();
  missing.templates.push_back(folder_ / "none");
  EXPECT_THROW(TemplateView(missing, site()), TemplateError);
  const TemplateView view(missing, site(), TemplateReading::WhenWanted);
  EXPECT_THROW(view.has("test/it"), TemplateError);
  EXPECT_THROW(view.has("test/it"), TemplateError) << "as often as it is asked for";
  std::filesystem::create_directory(folder_ / "none");
  EXPECT_FALSE(view.has("test/nothing"));
}

TEST_F(TemplateCheck, LooksForNoTemplatesAmongStaticFilesAndCatalogues) {
  write_template("static/robots.txt", "User-agent: *");
  write_template("locale/notes.txt", "notes");
  EXPECT_NO_THROW(TemplateStore store(folders()));
}

TEST_F(TemplateCheck, AcceptsTheShippedTemplates) { EXPECT_NO_THROW(TemplateView(shipped_folders(), site())); }

}  // namespace
}  // namespace callboard::host
