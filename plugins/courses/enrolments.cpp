#include "enrolments.hpp"

namespace courses {

using namespace callboard;

Text text_of(const Decision& decision) {
  switch (decision.decided) {
    case Decided::Done: return _("Done.");
    case Decided::AlreadyDecided: return _("Somebody has decided this already, or it was cancelled.");
    case Decided::Full: return _("There are not enough free places.");
    case Decided::Clash: return decision.clash;
    case Decided::NotYours: return _("This is another teacher's course.");
    case Decided::Gone: return _("There is no such enrolment any more.");
  }
  return {};
}

}  // namespace courses
