// QR codes as drawings for a page, by libqrencode. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace accounts {

// A code to be drawn by `<svg viewBox="0 0 SIZE SIZE"><path d="PATH"/></svg>`, dark on a light ground, the
// quiet zone around it included. An image inside of the page needs no address of its own, where a secret
// would have to be fetched from.
struct QrCode {
  int size = 0;
  std::string path;
};

// Nothing where the text is empty or too long for a code (about 2300 bytes).
std::optional<QrCode> qr_code(std::string_view text);

}  // namespace accounts
