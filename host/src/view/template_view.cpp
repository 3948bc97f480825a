#include "view/template_view.hpp"

#include <stdexcept>

#include "view/template_key.hpp"

namespace callboard::host {
namespace {

constexpr std::string_view kFrame = "layout/page.html";
constexpr std::string_view kHtmlEnding = ".html";

void require_object(std::string_view name, const nlohmann::json& data) {
  if (!data.is_object()) throw std::logic_error("the data of '" + std::string(name) + "' must be a JSON object");
}

}  // namespace

TemplateView::TemplateView(ViewFolders folders, PageSite site, TemplateReading reading)
    : folders_(std::move(folders)), site_(std::move(site)) {
  if (reading == TemplateReading::AtOnce) templates();
}

const TemplateStore& TemplateView::templates() const {
  std::call_once(read_, [this] {
    auto read = std::make_unique<const TemplateStore>(folders_);
    if (!read->has(kFrame)) throw std::runtime_error("there is no template '" + std::string(kFrame) + "'");
    templates_ = std::move(read);
  });
  return *templates_;
}

Response TemplateView::render(std::string_view name, nlohmann::json data, HttpStatus status) const {
  // Here the author's mistake still has its stack; later the page would fail without it.
  if (!has(name)) throw std::logic_error("there is no page '" + std::string(name) + "'");
  require_object(name, data);
  return Response::page({std::string(name), std::move(data)}, status);
}

bool TemplateView::has(std::string_view page) const { return templates().has(std::string(page).append(kHtmlEnding)); }

std::string TemplateView::expand(std::string_view name, const nlohmann::json& data, Language language) const {
  require_object(name, data);
  const auto moments = this->moments();
  Expansion expansion{templates().catalogue(), moments, language};
  return templates().expand(name, expansion, JsonDictionary(expansion, data));
}

std::string TemplateView::translate(const Text& text, Language language) const {
  return templates().catalogue().translate(text, language);
}

Moments TemplateView::moments() const { return Moments(site_.info()->time_zone); }

std::string TemplateView::page_title(std::string_view name, const nlohmann::json& data, Language language) const {
  const auto moments = this->moments();
  Expansion expansion{templates().catalogue(), moments, language};
  return templates().title(name, expansion, JsonDictionary(expansion, data));
}

std::string TemplateView::render(const Page& page, const PageContext& context) const {
  const auto name = page.name + std::string(kHtmlEnding);
  if (!has(page.name)) throw std::logic_error("there is no page '" + page.name + "'");
  require_object(page.name, page.data);
  const auto values = frame_values(site_, context, page_title(name, page.data, context.language));
  const auto moments = this->moments();
  Expansion expansion{templates().catalogue(), moments, context.language, template_key(name, context.language),
                      &page.data};
  return templates().expand(kFrame, expansion, JsonDictionary(expansion, values));
}

}  // namespace callboard::host
