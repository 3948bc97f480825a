#include "qr_code.hpp"

#include <memory>

#include <fmt/format.h>
#include <qrencode.h>

namespace accounts {

namespace {

constexpr int kQuietZone = 4;      // modules, as the standard asks
constexpr int kMaxQrBytes = 2331;  // of the largest version at level M

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

// A run of dark modules is one rectangle.
void draw_row(std::string& path, const unsigned char* row, int y, int width) {
  for (int x = 0; x < width; ++x) {
    if (!(row[x] & 1)) continue;
    const int start = x;
    while (x < width && (row[x] & 1)) ++x;
    path += fmt::format("M{} {}h{}v1h-{}z", start + kQuietZone, y + kQuietZone, x - start, x - start);
  }
}

}  // namespace

std::optional<QrCode> qr_code(std::string_view text) {
  if (text.empty() || text.size() > kMaxQrBytes) return std::nullopt;
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeData(
      static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
  if (!code) return std::nullopt;
  QrCode drawing{code->width + 2 * kQuietZone, {}};
  for (int y = 0; y < code->width; ++y) draw_row(drawing.path, code->data + y * code->width, y, code->width);
  return drawing;
}

}  // namespace accounts
