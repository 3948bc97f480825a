// The shared form fields, through the page that templates/README.md shows.
#include <gmock/gmock.h>

#include "callboard/form.hpp"
#include "view_fixture.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

const std::filesystem::path kSamples = std::filesystem::path(CALLBOARD_SOURCE_DIR) / "tests/view/samples";

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class FormFields : public ViewTest {
 protected:
  std::string page(const json& data, const std::string& name = "samples/enquiry") {
    auto folders = shipped_layout();
    folders.templates.push_back(kSamples);
    if (std::filesystem::exists(folder_ / "plugin")) folders.templates.push_back(folder_ / "plugin");
    const Visitor visitor;
    return TemplateView(folders, site()).render(Page{name, data}, {visitor, Language::English, "the-token", {}, "/"});
  }
  static json again() {
    Faults faults;
    faults.add("email", Text::verbatim("This is <no> address."));
    return {
        {"values", {{"email", "a\"b"}, {"question", "one\n  two\n"}}},
        {"faults", faults.json()},
        {"choices",
         {{"course", {{{"value", 1}, {"label", "Speech"}}, {{"value", 2}, {"label", "Dance"}, {"chosen", true}}}}}}};
  }
};

TEST_F(FormFields, AreTheExampleOfTheReadme) {
  EXPECT_THAT(content(std::filesystem::path(CALLBOARD_SOURCE_DIR) / "templates/README.md"),
              HasSubstr("```html\n" + content(kSamples / "samples/enquiry.html") + "```"));
}

TEST_F(FormFields, CarryTheToken) {
  EXPECT_THAT(page(json::object()), HasSubstr("<input type=\"hidden\" name=\"csrf_token\" value=\"the-token\">"));
}

TEST_F(FormFields, BelongToTheirLabels) {
  const auto html = page(json::object());
  EXPECT_THAT(html, HasSubstr("<label class=\"form-label\" for=\"email\">E-mail</label>"));
  EXPECT_THAT(html, HasSubstr("id=\"email\" name=\"email\"\n"));
  EXPECT_THAT(html, HasSubstr("type=\"email\" value=\"\" autocomplete='email' required"));
}

TEST_F(FormFields, ShowNoFaultWhereThereIsNone) {
  const auto html = page(json::object());
  EXPECT_THAT(html, Not(HasSubstr("is-invalid")));
  EXPECT_THAT(html, Not(HasSubstr("aria-invalid")));
  EXPECT_THAT(html, Not(HasSubstr("_fault")));
}

TEST_F(FormFields, KeepTheInputAndShowTheFaultNextToIt) {
  const auto html = page(again());
  EXPECT_THAT(html, HasSubstr("class=\"form-control is-invalid\" id=\"email\""));
  EXPECT_THAT(html, HasSubstr("value=\"a&quot;b\""));
  EXPECT_THAT(html, HasSubstr("aria-invalid=\"true\" aria-describedby=\"email_fault\""));
  EXPECT_THAT(html, HasSubstr("<div class=\"invalid-feedback\" id=\"email_fault\">This is &lt;no&gt; address.</div>"));
  EXPECT_THAT(html, Not(HasSubstr("question_fault"))) << "only the field with the fault is marked";
}

TEST_F(FormFields, KeepTheLinesOfALongText) { EXPECT_THAT(page(again()), HasSubstr(">\none\n  two\n</textarea>")); }

TEST_F(FormFields, DescribeAFieldByItsHint) {
  EXPECT_THAT(page(json::object()), HasSubstr("aria-describedby=\"question_hint\""));
  auto data = again();
  data["faults"]["question"] = "too long";
  EXPECT_THAT(page(data), HasSubstr("aria-describedby=\"question_hint question_fault\""));
}

TEST_F(FormFields, ChooseWhatWasChosen) {
  const auto html = page(again());
  EXPECT_THAT(html, HasSubstr("<option value=\"1\">Speech</option>"));
  EXPECT_THAT(html, HasSubstr("<option value=\"2\" selected>Dance</option>"));
}

TEST_F(FormFields, TakeNoValueFromElsewhereOnThePage) {
  const auto html = page({{"email", "of somebody else"}, {"values", json::object()}, {"faults", json::object()}});
  EXPECT_THAT(html, Not(HasSubstr("of somebody else")));
  EXPECT_THAT(html, Not(HasSubstr("is-invalid")));
}

TEST_F(FormFields, NeverShowAPasswordAgain) {
  write("plugin/test/it.html",
        kHtmlLine + "{{>layout/field_password name=\"password1\" label=\"Password\" autocomplete=\"new-password\"}}");
  const auto html = page({{"values", {{"password1", "secret"}}}, {"faults", {{"password1", "too short"}}}}, "test/it");
  EXPECT_THAT(html, Not(HasSubstr("secret")));
  EXPECT_THAT(html, HasSubstr("type=\"password\" autocomplete=\"new-password\""));
  EXPECT_THAT(html, HasSubstr("id=\"password1_fault\">too short"));
}

}  // namespace
}  // namespace callboard::host
