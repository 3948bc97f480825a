// GET /generate_code. Thread-safe.
#pragma once

#include <callboard/http.hpp>
#include <callboard/view.hpp>

#include "pickup_codes.hpp"

namespace key_cabinet {

class CodePage {
 public:
  CodePage(PickupCodes& codes, const callboard::View& view) : codes_(codes), view_(view) {}

  // A page, or {"code", "expires_at"} for a client that speaks JSON; no cache keeps it.
  callboard::Response fresh_code(const callboard::Request& request, const callboard::Visitor& visitor);

 private:
  PickupCodes& codes_;
  const callboard::View& view_;
};

}  // namespace key_cabinet
