#include "markdown.hpp"

#include <gmock/gmock.h>

namespace portfolio {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Markdown, BecomesAListOfWhatBeginsAndEnds) {
  const auto events = markdown_events("Hello **you**");
  EXPECT_EQ(events.dump(),
            R"([{"md_p":true},{"md_text":"Hello "},{"md_strong":true},{"md_text":"you"},{"md_strong_end":true},)"
            R"({"md_p_end":true}])");
}

TEST(Markdown, ShowsHtmlAsText) {
  const auto events = markdown_events("<script>alert(1)</script>\n\nand <b onclick=x>inline</b>");
  EXPECT_THAT(events.dump(), HasSubstr("\"md_text\":\"<script>alert(1)</script>\\n\""));
  EXPECT_THAT(events.dump(), HasSubstr("\"md_text\":\"<b onclick=x>\""));
}

TEST(Markdown, LinksOnlyToHarmlessAddresses) {
  EXPECT_THAT(markdown_events("[a](https://school.example/x)").dump(),
              HasSubstr(R"("md_link":"https://school.example/x")"));
  for (const char* address : {"javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "//evil.example",
                              "/account/delete", "vbscript:x", "&#106;avascript:x"}) {
    EXPECT_THAT(markdown_events("[a](" + std::string(address) + ")").dump(), Not(HasSubstr("md_link"))) << address;
  }
}

TEST(Markdown, LoadsNoPicturesOfOthers) {
  const auto events = markdown_events("![what it shows](https://evil.example/pixel.png)").dump();
  EXPECT_THAT(events, Not(HasSubstr("evil")));
  EXPECT_THAT(events, HasSubstr("what it shows"));
}

TEST(Markdown, IsBoundedInDepthAndSize) {
  const auto deep = markdown_events(std::string(5000, '>') + " deep");
  EXPECT_LT(deep.size(), 40U);
  EXPECT_LE(markdown_events([] {
              std::string text;
              for (int i = 0; i < 10'000; ++i) text += "a\n\n";
              return text;
            }())
                .size(),
            20'002U);
}

TEST(Markdown, ClosesWhatItOpened) {
  for (const char* text :
       {"> - **a [b](https://x.example)\n> c** d", "1. a\n   - b\n\n     c\n2. d", "# h\n***\n`c`"}) {
    int open = 0;
    for (const auto& event : markdown_events(text)) {
      const auto name = event.begin().key();
      if (name.ends_with("_end")) {
        --open;
      } else if (event.begin().value() == true || name == "md_link") {
        open += name == "md_br" || name == "md_hr" ? 0 : 1;
      }
    }
    EXPECT_EQ(open, 0) << text;
  }
}

TEST(Markdown, HasAnExcerptOfItsWords) {
  EXPECT_EQ(markdown_excerpt("# Roles\n\n- **Feste**, in *Twelfth Night*\n- a tree", 100),
            "Roles Feste, in Twelfth Night a tree");
  EXPECT_EQ(markdown_excerpt("абвгд", 3), "абв…");
  EXPECT_EQ(markdown_excerpt("я" + std::string(100, '*') + "б", 4), "я" + std::string(3, '*') + "…");
}

}  // namespace
}  // namespace portfolio
