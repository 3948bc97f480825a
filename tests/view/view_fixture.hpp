// Folders of templates, catalogues and static files that a test writes itself, and the shipped ones.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "temporary_folder.hpp"
#include "view/template_error.hpp"
#include "view/template_view.hpp"

namespace callboard::host {

inline const std::string kHtmlLine = "{{%AUTOESCAPE context=\"HTML\"}}\n";
inline const std::string kTextLine = "{{%AUTOESCAPE context=\"TEXT\"}}\n";

inline ViewFolders shipped_folders() {
  const std::filesystem::path build = CALLBOARD_BINARY_DIR;
  return {{std::filesystem::path(CALLBOARD_SOURCE_DIR) / "templates"}, build / "locale", build / "static"};
}

class ViewTest : public ::testing::Test {
 protected:
  ViewTest() {
    write("static/manifest.json", R"({"css/site.css": "css/site.0123456789.css"})");
    write_template("layout/page.html", kHtmlLine + "<main>{{>body}}</main>");
    catalogue("msgid \"Sign in\"\nmsgstr \"Войти\"\n");
  }
  ~ViewTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view text) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  void write_template(const std::string& name, std::string_view text) { write("templates/" + name, text); }

  // Compiles these entries into the Russian catalogue, as the build does.
  void catalogue(const std::string& entries) {
    write("callboard.po", R"po(msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

)po" + entries);
    std::filesystem::create_directories(folder_ / "locale/ru/LC_MESSAGES");
    const auto command = "msgfmt -o '" + (folder_ / "locale/ru/LC_MESSAGES/callboard.mo").string() + "' '" +
                         (folder_ / "callboard.po").string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }

  // The layout and the host's own pages as they are shipped, without the plugins' pages, which would all be read too.
  ViewFolders shipped_layout() const {
    auto folders = shipped_folders();
    for (const auto* room : {"layout", "host"}) {
      const auto copy = folder_ / "shipped" / room;
      if (std::filesystem::exists(copy)) continue;
      std::filesystem::create_directories(copy.parent_path());
      std::filesystem::copy(folders.templates.front() / room, copy, std::filesystem::copy_options::recursive);
    }
    folders.templates = {folder_ / "shipped"};
    return folders;
  }

  ViewFolders folders() const { return {{folder_ / "templates"}, folder_ / "locale", folder_ / "static"}; }

  PageSite site() {
    const auto info = std::make_shared<SiteInfo>(info_);
    info->time_zone = time_zone_;
    return {[info] { return info; }, [this]() -> const std::vector<MenuEntry>& { return menu_; },
            [this](std::string_view path) { return routes_.contains(path); }};
  }

  // What `source` expands to, as templates/test/it.html.
  std::string expand(const std::string& source, const nlohmann::json& data = nlohmann::json::object(),
                     Language language = Language::English) {
    write_template("test/it.html", kHtmlLine + source);
    return TemplateView(folders(), site()).expand("test/it.html", data, language);
  }
  std::string expand_text(const std::string& source, const nlohmann::json& data = nlohmann::json::object(),
                          Language language = Language::English) {
    write_template("test/it.txt", kTextLine + source);
    return TemplateView(folders(), site()).expand("test/it.txt", data, language);
  }

  // What the start-up check says about `source` as templates/test/it.html, from the file's name on.
  std::string refusal(const std::string& source, const std::string& name = "test/it.html") {
    write_template(name, source);
    try {
      TemplateStore store(folders());
      return "it is accepted";
    } catch (const TemplateError& error) {
      const std::string text = error.what();
      const auto prefix = (folder_ / "templates/").string();
      EXPECT_TRUE(text.starts_with(prefix)) << text;
      return text.substr(std::min(prefix.size(), text.size()));
    }
  }

  const std::filesystem::path folder_ = callboard::testing::new_temporary_folder("view");
  std::vector<MenuEntry> menu_;
  std::string time_zone_ = "Europe/Moscow";
  SiteInfo info_{"Theatre school", "http://localhost:8080", ""};
  std::set<std::string, std::less<>> routes_;
};

}  // namespace callboard::host
