// Pages and mails from templates (templates/<feature>/NAME.html, ctemplate with auto-escape). Thread-safe.
//
// Data is a JSON object; in the template a scalar is {{name}}, an array a section that repeats, an
// object a section, `true` a section that shows. For each member `x` there is also {{#if_x}} (it is
// there and not empty) and {{#no_x}} (it is not). A Text is translated; a moment() is written in the
// school's time zone and the reader's language, and {{x.iso}} is its form for machines.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"
#include "callboard/http.hpp"

namespace callboard {

class CALLBOARD_API View {
 public:
  virtual ~View();

  // A page inside the site's layout. Throws std::logic_error where there is no such template.
  virtual Response render(std::string_view name, nlohmann::json data = nlohmann::json::object(),
                          HttpStatus status = HttpStatus::Ok) const = 0;
  // A template by itself, in a given language, without the layout: a mail, a fragment. `name` has its
  // ending here ("courses/mail_confirmed.txt"), which decides how values are escaped.
  virtual std::string expand(std::string_view name, const nlohmann::json& data, Language language) const = 0;
  virtual std::string translate(const Text& text, Language language) const = 0;
};

}  // namespace callboard
