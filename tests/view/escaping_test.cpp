// What somebody typed must stay text, wherever a template puts it.
#include "view_fixture.hpp"

namespace callboard::host {
namespace {

class Escaping : public ViewTest {};

const nlohmann::json kMarkup{{"x", "<script>alert('1')</script>\" onload=\"a&b"}};
const nlohmann::json kScriptUrl{{"x", "javascript:alert(1)"}};

TEST_F(Escaping, HoldsInText) {
  EXPECT_EQ(expand("<p>{{x}}</p>", kMarkup),
            "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;a&amp;b</p>");
}

TEST_F(Escaping, HoldsInAnAttribute) {
  EXPECT_EQ(expand("<p title=\"{{x}}\"></p>", kMarkup),
            "<p title=\"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;a&amp;b\"></p>");
}

TEST_F(Escaping, HoldsInATextareaAndKeepsItsLines) {
  EXPECT_EQ(expand("<textarea>{{x:pre_escape}}</textarea>", {{"x", "a\n\tb</textarea><script>"}}),
            "<textarea>a\n\tb&lt;/textarea&gt;&lt;script&gt;</textarea>");
}

TEST_F(Escaping, HoldsInTheTitle) {
  EXPECT_EQ(expand("<title>{{x}}</title>", {{"x", "</title><script>"}}), "<title>&lt;/title&gt;&lt;script&gt;</title>");
}

TEST_F(Escaping, ReplacesAnAddressWithAScheme) {
  for (const std::string bad : {"javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)",
                                "data:text/html,<b>", "vbscript:x", "java\tscript:alert(1)"}) {
    EXPECT_EQ(expand("<a href=\"{{x}}\">", {{"x", bad}}), "<a href=\"#\">") << bad;
    EXPECT_EQ(expand("<form action=\"{{x}}\">", {{"x", bad}}), "<form action=\"#\">") << bad;
  }
}

TEST_F(Escaping, KeepsAnAddressOfTheSiteAndOfTheWeb) {
  EXPECT_EQ(expand("<a href=\"{{x}}\">", {{"x", "/courses/7?a=1&b=2"}}), "<a href=\"/courses/7?a=1&amp;b=2\">");
  EXPECT_EQ(expand("<a href=\"{{x}}\">", {{"x", "https://example.org/"}}), "<a href=\"https://example.org/\">");
}

TEST_F(Escaping, HoldsInALaterPartOfAnAddress) {
  EXPECT_EQ(expand("<a href=\"/q?x={{x}}\">", {{"x", "\"><script>"}}), "<a href=\"/q?x=&quot;&gt;&lt;script&gt;\">");
  EXPECT_EQ(expand("<a href=\"/q?x={{x:url_query_escape}}\">", {{"x", "a b&c"}}), "<a href=\"/q?x=a+b%26c\">");
}

TEST_F(Escaping, HoldsInThePictureThatABrowserChooses) {
  EXPECT_EQ(expand("<img srcset=\"/m/{{x:url_query_escape}}/s.webp 2x\">", {{"x", "a\" b\n,c"}}),
            "<img srcset=\"/m/a%22+b%0A,c/s.webp 2x\">");
}

TEST_F(Escaping, IsOffInPlainText) { EXPECT_EQ(expand_text("{{x}}", {{"x", "<a & 'b'>\n"}}), "<a & 'b'>\n"); }

TEST_F(Escaping, NeverReadsAValueAsATemplate) {
  EXPECT_EQ(expand("{{x}}", {{"x", "{{y}}{{#z}}_(\"Sign in\")"}, {"y", "no"}}, Language::Russian),
            "{{y}}{{#z}}_(&quot;Sign in&quot;)");
}

TEST_F(Escaping, HoldsForTranslations) {
  catalogue("msgid \"Sign in\"\nmsgstr \"<b>\\\"Войти\\\" & 'выйти'</b>\"\n");
  EXPECT_EQ(expand("<p title=\"_(\"Sign in\")\">", nlohmann::json::object(), Language::Russian),
            "<p title=\"&lt;b&gt;&quot;Войти&quot; &amp; &#39;выйти&#39;&lt;/b&gt;\">");
  EXPECT_EQ(expand_text("_(\"Sign in\")", nlohmann::json::object(), Language::Russian), "<b>\"Войти\" & 'выйти'</b>");
}

// Each of these would let a value, or a page's own script, get past auto-escape or the site's policy.
TEST_F(Escaping, IsNotLeftToChanceInATemplate) {
  const auto refused = [&](const std::string& source) { return refusal(kHtmlLine + "\n" + source + "\n"); };
  EXPECT_EQ(refused("{{x:none}}"),
            "test/it.html:3: the modifier ':none' is not allowed; values are escaped by themselves");
  EXPECT_EQ(refused("<a href={{x}}>"), "test/it.html:3: the value of 'href' must stand in quotes");
  EXPECT_EQ(refused("<p class=a{{x}}>"), "test/it.html:3: the value of 'class' must stand in quotes");
  EXPECT_EQ(refused("<p {{x}}>"), "test/it.html:3: a value cannot be an attribute's name");
  EXPECT_EQ(refused("<{{x}}>"), "test/it.html:3: a value cannot be a tag's name");
  EXPECT_EQ(refused("</{{x}}>"), "test/it.html:3: a value cannot be a tag's name");
  EXPECT_EQ(refused("<button formaction=\"{{x}}\">"), "test/it.html:3: a value in 'formaction' cannot be made safe");
  EXPECT_EQ(refused("<iframe SRCDOC='{{x}}'>"), "test/it.html:3: a value in 'srcdoc' cannot be made safe");
  EXPECT_EQ(refused("<img srcset=\"/m/{{x}} 2x\">"), "test/it.html:3: a value in 'srcset' cannot be made safe");
  EXPECT_EQ(refused("<img srcset=\"{{x:url_query_escape}}/m 2x\">"),
            "test/it.html:3: a value in 'srcset' cannot be made safe");
  EXPECT_EQ(refused("<img srcset=\"/m/{{x:url_query_escape}}/s.webp {{w:url_query_escape}}w\">"), "it is accepted");
  EXPECT_EQ(refused("<a href=\"{{a}}{{b}}\">"), "test/it.html:3: only the first value in 'href' is checked as a URL");
  EXPECT_EQ(refused("<a href=\"java{{b}}\">"), "test/it.html:3: only the first value in 'href' is checked as a URL");
  EXPECT_EQ(refused("<a href=\"{{#a}}/x{{/a}}{{b}}\">"),
            "test/it.html:3: only the first value in 'href' is checked as a URL");
  EXPECT_EQ(refused("<script>var a;</script>"),
            "test/it.html:3: inline scripts are not allowed (Content-Security-Policy); use a file in static/js");
  EXPECT_EQ(refused("<script src=\"{{x}}\"></script>"), "test/it.html:3: a script's address cannot be a value");
  EXPECT_EQ(refused("<style>p{}</style>"),
            "test/it.html:3: style elements are not allowed (Content-Security-Policy); use a file in static/css");
  EXPECT_EQ(refused("<p style=\"a\">"),
            "test/it.html:3: the attribute 'style' is not allowed (Content-Security-Policy); use a file in static/");
  EXPECT_EQ(refused("<p\nonClick='a()'>"),
            "test/it.html:4: the attribute 'onclick' is not allowed (Content-Security-Policy); use a file in static/");
  EXPECT_EQ(refused("<p title=\"{{>x}}\">"), "test/it.html:3: an include cannot stand inside a tag");
}

TEST_F(Escaping, AcceptsTheSafeFormsOfTheSame) {
  EXPECT_EQ(expand("<a href=\"{{a}}?page={{b}}\">", {{"a", "/x"}, {"b", 2}}), "<a href=\"/x?page=2\">");
  EXPECT_EQ(expand("<a href=\"mailto:{{a}}\">", {{"a", "a@b.c"}}), "<a href=\"mailto:a@b.c\">");
  EXPECT_EQ(expand("<link href=\"static(\"css/site.css\")\">"), "<link href=\"/static/css/site.0123456789.css\">");
  EXPECT_EQ(expand("<!-- <style> --> 1 < 2 <input {{#a}}checked{{/a}}>", {{"a", true}}),
            "<!-- <style> --> 1 < 2 <input checked>");
}

}  // namespace
}  // namespace callboard::host
