// Portfolios as people look at them: one's own, somebody else's, by a share link; and the files in them. Access is
// checked for each of them anew. Thread-safe.
#pragma once

#include "foundation.hpp"
#include "uploads.hpp"
#include "viewing.hpp"

namespace portfolio {

class GalleryPages {
 public:
  GalleryPages(const Foundation& foundation, const Viewing& viewing) : foundation_(foundation), viewing_(viewing) {}

  void add_routes(callboard::Routes& routes) const;

  // ?album=ID, ?before=POSITION.
  callboard::Response mine(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // By user name or id. NotFound where the visitor sees nothing of it.
  callboard::Response theirs(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response shared(const callboard::Request& request) const;
  callboard::Response item(const callboard::Request& request, const Reader& reader) const;
  callboard::Response media(const callboard::Request& request, const Reader& reader) const;

 private:
  std::optional<UserId> owner_named(const std::string& who) const;
  callboard::Response gallery(const callboard::Request& request, const Reader& reader, UserId owner) const;
  Reader linked(const callboard::Request& request) const;
  nlohmann::json albums(UserId owner, std::optional<AlbumId> chosen) const;

  const Foundation& foundation_;
  const Viewing& viewing_;
};

}  // namespace portfolio
