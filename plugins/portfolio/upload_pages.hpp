// The page on which an upload that was left goes on, and what the script of such pages is told. Thread-safe.
#pragma once

#include <nlohmann/json.hpp>

#include "foundation.hpp"

namespace portfolio {

// For portfolio/upload_box: the limits that are known before a file is sent, for a new file also the visitor's room;
// and the words that the script fills in, so that they survive the sentences that the template translates.
nlohmann::json upload_box(const Foundation& foundation, Kind kind);
nlohmann::json upload_box(const Foundation& foundation, Kind kind, const callboard::Visitor& visitor);

class UploadPages {
 public:
  explicit UploadPages(const Foundation& foundation) : foundation_(foundation) {}

  void add_routes(callboard::Routes& routes) const;

  // Asks for the file of which a part is here. Leads to the portfolio where none of it is missing.
  callboard::Response resume(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  const Foundation& foundation_;
};

}  // namespace portfolio
