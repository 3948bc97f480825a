// /admin/keys, where the keys are, and /admin/keys/board, the same for a screen that hangs at the porter's desk.
#pragma once

#include <callboard/router.hpp>
#include <callboard/view.hpp>

#include <theatre_admin/admin_pages.hpp>

#include "key_board.hpp"

namespace key_cabinet {

// Thread-safe.
class BoardPages {
 public:
  struct Parts {
    callboard::Database& database;
    const callboard::View& view;
    const callboard::Clock& clock;
    const theatre_admin::AdminPages& pages;
  };
  explicit BoardPages(const Parts& parts) : parts_(parts) {}

  void add_routes(callboard::Routes& routes);

 private:
  callboard::Response overview(const callboard::Visitor& visitor) const;
  callboard::Response board(const callboard::Visitor& visitor) const;
  // What changes of the board, for its script: 304 where nothing has.
  callboard::Response rooms(const callboard::Request& request) const;
  nlohmann::json data() const;

  Parts parts_;
};

}  // namespace key_cabinet
