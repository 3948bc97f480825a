#include "role_labels.hpp"

#include "user.hpp"

namespace accounts {

using namespace callboard;

Text role_label(std::string_view role) {
  if (role == kStudent) return _("Student");
  if (role == kTeacher) return _("Teacher");
  if (role == kAdmin) return _("Administrator");
  return Text::verbatim(role);
}

}  // namespace accounts
