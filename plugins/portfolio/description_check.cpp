#include "description_check.hpp"

#include "sql_albums.hpp"

namespace portfolio {

using namespace callboard;

Description DescriptionCheck::checked(const Visitor& by, const DescriptionInput& input, Kind kind,
                                      Faults& faults) const {
  auto said = portfolio::checked(input, kind, faults);
  foundation_.database.read([&](Transaction& tx) {
    const auto album = said.album ? SqlAlbums::find(tx, *said.album) : std::nullopt;
    if (said.album && (!album || album->owner != by.user)) faults.add("album", _("There is no such album."));
    const bool known = said.show && foundation_.shows && !foundation_.shows->titles(tx, {*said.show}).empty();
    if (said.show && !known) faults.add("show", _("There is no such show."));
  });
  return said;
}

Text text_of(Reservation outcome) {
  switch (outcome) {
    case Reservation::TooManyItems: return _("Your portfolio has as many items as it can have.");
    case Reservation::TooManyUploads: return _("Too many uploads are under way. Finish or cancel some first.");
    case Reservation::QuotaFull:
    case Reservation::Done: break;
  }
  return _("There is no room left in your portfolio for this file.");
}

}  // namespace portfolio
