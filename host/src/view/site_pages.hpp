// The pages that the host itself has: the home page, made of the panels that plugins bring.
#pragma once

#include <functional>
#include <vector>

#include "callboard/registrar.hpp"
#include "callboard/services.hpp"
#include "view/template_view.hpp"

namespace callboard::host {

// Thread-safe. All arguments must outlive it.
class SitePages {
 public:
  // `panels` is called at each request, once all plugins have registered.
  SitePages(const TemplateView& view, Log& log, std::function<const std::vector<HomePanel>&()> panels)
      : view_(view), log_(log), panels_(std::move(panels)) {}

  // The panels in their order. One that fails is logged and left out.
  Response home(const Request& request, const Visitor& visitor) const;

 private:
  const TemplateView& view_;
  Log& log_;
  std::function<const std::vector<HomePanel>&()> panels_;
};

}  // namespace callboard::host
