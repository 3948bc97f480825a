// The forms by which somebody fills a portfolio: add, edit, delete, put in order. Thread-safe.
#pragma once

#include "description_check.hpp"
#include "foundation.hpp"
#include "items.hpp"
#include "uploads.hpp"

namespace portfolio {

class ItemPages {
 public:
  ItemPages(const Foundation& foundation, Items& items, Uploads& uploads, const Photos& photos)
      : foundation_(foundation), items_(items), uploads_(uploads), photos_(photos), check_(foundation) {}

  void add_routes(callboard::Routes& routes);

  // ?kind=photo|video|text
  callboard::Response new_form(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // A good one leads on; `preview` shows a text as it would look, and saves nothing.
  callboard::Response add(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response edit_form(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response edit(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response ask_to_remove(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response remove(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response move(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response arrange(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response try_again(const callboard::Request& request, const callboard::Visitor& visitor);

 private:
  struct Shown {
    Kind kind = Kind::Text;
    std::optional<Item> item = {};  // that is edited
    DescriptionInput input = {};
    const callboard::Faults* faults = nullptr;
    bool preview = false;
  };
  callboard::Response form(const callboard::Visitor& visitor, const Shown& shown, callboard::HttpStatus status) const;
  callboard::Response faulty(const callboard::Visitor& visitor, const Shown& shown) const;
  nlohmann::json choices(const callboard::Visitor& visitor, const DescriptionInput& input) const;
  void add_older_show(callboard::Transaction& tx, const std::string& chosen, nlohmann::json& shows) const;
  void add_post_routes(callboard::Routes& routes);
  Item own(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // What there is of the file in the form; a fault where it is not what the kind takes.
  // Looked into only where there is room for it; `replaced` is the item that it is for, if there is one.
  std::optional<MadeFiles> photo_in(const callboard::Request& request, const callboard::Visitor& visitor,
                                    const Item* replaced, callboard::Faults& faults) const;
  Reservation room_for_photo(const callboard::Visitor& visitor, const Item* replaced) const;
  // The faults say what kept it out.
  void store(const callboard::Request& request, const callboard::Visitor& visitor, Kind kind, const Description& said,
             callboard::Faults& faults);

  const Foundation& foundation_;
  Items& items_;
  Uploads& uploads_;
  const Photos& photos_;
  DescriptionCheck check_;
};

}  // namespace portfolio
