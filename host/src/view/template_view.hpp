// The view: pages inside the site's layout, and templates by themselves, from a TemplateStore.
#pragma once

#include <string>
#include <string_view>

#include "callboard/view.hpp"
#include "http/page_renderer.hpp"
#include "view/moments.hpp"
#include "view/page_frame.hpp"
#include "view/template_store.hpp"

namespace callboard::host {

// Thread-safe.
class TemplateView : public View, public PageRenderer {
 public:
  // Reads and checks all templates; throws as TemplateStore does.
  TemplateView(const ViewFolders& folders, PageSite site);

  Response render(std::string_view name, nlohmann::json data, HttpStatus status) const override;
  std::string expand(std::string_view name, const nlohmann::json& data, Language language) const override;
  std::string translate(const Text& text, Language language) const override;
  // The whole page. Throws std::logic_error where there is no such template.
  std::string render(const Page& page, const PageContext& context) const override;

  // Whether there is such a page: "courses/schedule".
  bool has(std::string_view page) const;

 private:
  Moments moments() const;
  std::string page_title(std::string_view name, const nlohmann::json& data, Language language) const;

  TemplateStore templates_;
  PageSite site_;
};

}  // namespace callboard::host
