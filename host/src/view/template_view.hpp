// The view: pages inside the site's layout, and templates by themselves, from a TemplateStore.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "callboard/view.hpp"
#include "http/page_renderer.hpp"
#include "view/moments.hpp"
#include "view/page_frame.hpp"
#include "view/template_store.hpp"

namespace callboard::host {

// All templates are read and checked before anybody is served; a command, most of which show none, reads them when it
// wants the first one.
enum class TemplateReading { AtOnce, WhenWanted };

// Thread-safe.
class TemplateView : public View, public PageRenderer {
 public:
  // Throws as TemplateStore does, where templates are read later then.
  TemplateView(ViewFolders folders, PageSite site, TemplateReading reading = TemplateReading::AtOnce);

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

  const TemplateStore& templates() const;

  const ViewFolders folders_;
  mutable std::once_flag read_;
  mutable std::unique_ptr<const TemplateStore> templates_;
  PageSite site_;
};

}  // namespace callboard::host
