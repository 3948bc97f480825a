// Items as templates write them. Thread-safe.
#pragma once

#include <nlohmann/json.hpp>

#include "foundation.hpp"
#include "sql_uploads.hpp"
#include "viewing.hpp"

namespace portfolio {

struct Look {
  std::string token;     // of the share link by which it is looked at; or empty
  bool mine = false;     // the reader owns it
  bool in_full = false;  // with the whole text
};

nlohmann::json item_data(const Foundation& foundation, const Item& item, const Look& look);
// The titles of their shows are asked for together.
nlohmann::json items_data(const Foundation& foundation, const std::vector<Item>& items, const Look& look);
// How much is here of a file that is on its way: came_percent, and whose name and size it must have to go on.
nlohmann::json came_data(const Foundation& foundation, const UploadRecord& upload);

callboard::Text label_of(Visibility visibility);
callboard::Text size_text(std::uint64_t bytes);

}  // namespace portfolio
