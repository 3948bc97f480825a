#include "foundation.hpp"

namespace courses {

Foundation::Foundation(callboard::Registrar& host)
    : settings(Settings::read(host.config())),
      database(host.database()),
      clock(host.clock()),
      site(host.site()),
      audit(host.audit()),
      view(host.view()),
      log(host.log()),
      mailer(host.mailer()),
      people(host.people()),
      search(host.search()),
      media(host.media()),
      holders(host.people()) {}

}  // namespace courses
