// What the pipeline needs of the view room: a Page inside the site's layout, in one language, for one
// visitor. Implemented by view/; an interface, so that the pipeline's tests need no template.
#pragma once

#include <string>
#include <vector>

#include "callboard/http.hpp"
#include "callboard/visitor.hpp"

namespace callboard::host {

struct PageContext {
  const Visitor& visitor;
  Language language = Language::English;
  std::string csrf_token;      // for the hidden field `csrf_token` of every form
  std::vector<Flash> flashes;  // shown once
  std::string path;            // of the request, to mark the menu entry and come back after a language switch
};

class PageRenderer {
 public:
  virtual ~PageRenderer() = default;
  virtual std::string render(const Page& page, const PageContext& context) const = 0;
  virtual std::string translate(const Text& text, Language language) const = 0;
};

}  // namespace callboard::host
