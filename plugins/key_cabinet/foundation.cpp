#include "foundation.hpp"

namespace key_cabinet {

Foundation::Foundation(callboard::Registrar& host)
    : settings(Settings::read(host.config())),
      database(host.database()),
      clock(host.clock()),
      site(host.site()),
      audit(host.audit()),
      view(host.view()),
      metrics(host.metrics()),
      log(host.log()),
      loans(database, loan_rows, code_rows, clock, site),
      requests(database, answer_rows, clock),
      ca_folder(settings.ca_folder) {}

}  // namespace key_cabinet
