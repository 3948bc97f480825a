// Albums and share links as their owner manages them. Thread-safe.
#pragma once

#include "foundation.hpp"
#include "item.hpp"

namespace portfolio {

class AlbumPages {
 public:
  explicit AlbumPages(const Foundation& foundation) : foundation_(foundation) {}

  void add_routes(callboard::Routes& routes) const;

  callboard::Response albums(const callboard::Visitor& visitor) const;
  callboard::Response add_album(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response album_form(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response change_album(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response remove_album(const callboard::Request& request, const callboard::Visitor& visitor) const;

  callboard::Response links(const callboard::Visitor& visitor) const;
  // The link is shown once, in the flash: afterwards only its hash is known.
  callboard::Response add_link(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response revoke_link(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  int usual_days() const;
  Link link_in(const callboard::Form& form, const callboard::Visitor& visitor, callboard::Faults& faults) const;
  // The faults say what kept it out.
  void keep_link(const Link& link, const std::string& token, callboard::Faults& faults) const;
  Album own_album(callboard::Transaction& tx, const callboard::Visitor& visitor, AlbumId id) const;
  callboard::Response albums_page(const callboard::Visitor& visitor, const nlohmann::json& values,
                                  const callboard::Faults& faults, callboard::HttpStatus status) const;
  callboard::Response album_page(const Album& album, const callboard::Faults& faults,
                                 callboard::HttpStatus status) const;
  callboard::Response links_page(const callboard::Visitor& visitor, const nlohmann::json& values,
                                 const callboard::Faults& faults, callboard::HttpStatus status) const;

  const Foundation& foundation_;
};

}  // namespace portfolio
