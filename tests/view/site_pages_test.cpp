#include "view/site_pages.hpp"

#include <gmock/gmock.h>

#include "callboard/testing/recording_log.hpp"
#include "view_fixture.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class HomePage : public ViewTest {
 protected:
  HomePage() { write("plugin/test/panel.html", kHtmlLine + "<section>{{text}}{{>layout/csrf}}</section>\n"); }

  std::string home() {
    auto folders = shipped_layout();
    folders.templates.push_back(folder_ / "plugin");
    const TemplateView view(folders, site());
    const SitePages pages(view, log_, [this]() -> const std::vector<HomePanel>& { return panels_; });
    RequestHead head;
    head.target = "/";
    const Request request(head);
    const auto response = pages.home(request, visitor_);
    EXPECT_EQ(response.status(), HttpStatus::Ok);
    return view.render(response.page().value(), {visitor_, visitor_.language, "the-token", {}, "/"});
  }
  static HomePanel panel(std::string text, int order = 100) {
    return {"test/panel", order, [text](const Visitor&) { return json{{"text", text}}; }};
  }

  Visitor visitor_;
  std::vector<HomePanel> panels_;
  testing::RecordingLog log_;
};

TEST_F(HomePage, IsFriendlyWithoutPanels) {
  EXPECT_THAT(home(), HasSubstr("<h1>Theatre school</h1>"));
  EXPECT_THAT(home(), HasSubstr("Nothing is pinned here yet"));
  visitor_.language = Language::Russian;
  EXPECT_THAT(home(), HasSubstr("Здесь пока ничего нет"));
}

TEST_F(HomePage, ShowsThePanelsInTheirOrder) {
  panels_ = {panel("second", 20), panel("first", 10), panel("third", 20)};
  const auto html = home();
  EXPECT_LT(html.find("<section>first"), html.find("<section>second"));
  EXPECT_LT(html.find("<section>second"), html.find("<section>third"));
  EXPECT_NE(html.find("<section>third"), std::string::npos);
  EXPECT_THAT(html, Not(HasSubstr("Nothing is pinned")));
}

TEST_F(HomePage, EscapesWhatAPanelShowsAndGivesItsFormsTheToken) {
  panels_ = {panel("<script>")};
  EXPECT_THAT(home(),
              HasSubstr("<section>&lt;script&gt;<input type=\"hidden\" name=\"csrf_token\" value=\"the-token\">"));
}

TEST_F(HomePage, AsksEachPanelAsTheVisitor) {
  visitor_.name = "anna";
  panels_ = {{"test/panel", 1,
              [](const Visitor& visitor) {
                return json{{"text", visitor.name}};
              }},
             {"test/panel", 2, [](const Visitor&) { return json(); }}};
  const auto html = home();
  EXPECT_THAT(html, HasSubstr("<section>anna"));
  EXPECT_EQ(html.find("<section>anna"), html.rfind("<section>")) << "a panel that returned null is shown";
}

TEST_F(HomePage, LogsAPanelThatFailsAndShowsTheOthers) {
  panels_ = {{"test/panel", 1, [](const Visitor&) -> json { throw std::runtime_error("no database"); }},
             {"test/none", 2, [](const Visitor&) { return json::object(); }},
             {"test/panel", 3, [](const Visitor&) { return json::array(); }},
             {"test/panel", 4, [](const Visitor&) -> json { throw 7; }},
             panel("still here")};
  EXPECT_THAT(home(), HasSubstr("<section>still here"));
  ASSERT_EQ(log_.lines().size(), 4U);
  EXPECT_EQ(log_.lines()[0].event, "home_panel_failed");
  EXPECT_EQ(log_.lines()[0].details, (json{{"panel", "test/panel"}, {"error", "no database"}}));
  EXPECT_EQ(log_.lines()[1].details["panel"], "test/none");
}

}  // namespace
}  // namespace callboard::host
