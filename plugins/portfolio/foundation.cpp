#include "foundation.hpp"

namespace portfolio {

Foundation::Foundation(callboard::Registrar& host)
    : settings(Settings::read(host.config())),
      database(host.database()),
      clock(host.clock()),
      site(host.site()),
      people(host.people()),
      mailer(host.mailer()),
      audit(host.audit()),
      view(host.view()),
      log(host.log()),
      media(host.media()),
      partial_files(host.partial_files()),
      pictures(host.pictures()),
      videos(host.videos()),
      search(host.search()),
      rate_limiter(host.rate_limiter()) {}

}  // namespace portfolio
