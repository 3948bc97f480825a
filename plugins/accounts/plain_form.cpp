#include "plain_form.hpp"

#include <set>
#include <string_view>

namespace accounts {

using namespace callboard;

const Form& plain_form(const Request& request) {
  const auto& form = request.form();
  std::set<std::string_view> seen;
  for (const auto& [name, value] : form.fields()) {
    if (!seen.insert(name).second) {
      throw BadRequest(_("A field of this form came twice. Open the page again and fill it in."), "a repeated field");
    }
  }
  return form;
}

}  // namespace accounts
