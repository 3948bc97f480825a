#include "picture_maker.hpp"

#include <vips/vips.h>

#include <memory>
#include <stdexcept>

namespace picture_maker {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

void start() {
  static const bool started = vips_init("tests") == 0 && (vips_concurrency_set(1), true);
  if (!started) throw std::runtime_error("libvips does not start");
}

// Owns what a call of libvips made.
template <typename Call>
Image made(Call call) {
  VipsImage* image = nullptr;
  if (call(&image) != 0) throw std::runtime_error(vips_error_buffer());
  return Image(image);
}

Image plain(int width, int height, std::array<double, 4> colour, int bands) {
  const auto black = made([&](VipsImage** out) { return vips_black(out, width, height, "bands", bands, nullptr); });
  const std::array<double, 4> one{1, 1, 1, 1};
  const auto filled = made([&](VipsImage** out) {
    return vips_linear(black.get(), out, one.data(), colour.data(), bands, "uchar", TRUE, nullptr);
  });
  return made([&](VipsImage** out) {
    return vips_copy(filled.get(), out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
  });
}

Image halves(int width, int height, bool transparent) {
  const int bands = transparent ? 4 : 3;
  const auto red = plain(width / 2, height, {255, 0, 0, 0}, bands);
  const auto blue = plain(width - width / 2, height, {0, 0, 255, 255}, bands);
  return made(
      [&](VipsImage** out) { return vips_join(red.get(), blue.get(), out, VIPS_DIRECTION_HORIZONTAL, nullptr); });
}

Image in_space(Image image, VipsInterpretation space) {
  return made([&](VipsImage** out) { return vips_colourspace(image.get(), out, space, nullptr); });
}

std::string written(VipsImage* image, const std::string& format) {
  void* bytes = nullptr;
  std::size_t count = 0;
  if (vips_image_write_to_buffer(image, format.c_str(), &bytes, &count, nullptr) != 0) {
    throw std::runtime_error(vips_error_buffer());
  }
  std::string content(static_cast<const char*>(bytes), count);
  g_free(bytes);
  return content;
}

void add_gps(VipsImage* image) {
  vips_image_set_string(image, "exif-ifd0-Make", "Camera (Camera, ASCII, 7 components, 7 bytes)");
  vips_image_set_string(image, "exif-ifd3-GPSLatitude", "52/1 30/1 0/1 (52, 30, 0, Rational, 3 components, 24 bytes)");
  static constexpr std::string_view kXmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret</x:xmpmeta>";
  vips_image_set_blob_copy(image, VIPS_META_XMP_NAME, kXmp.data(), kXmp.size());
}

bool tells(std::string_view field) {
  return field.starts_with("exif") || field.starts_with("xmp") || field.starts_with("iptc") ||
         field.starts_with("icc") || field == "orientation";
}

std::vector<std::string> metadata_of(VipsImage* image) {
  std::vector<std::string> found;
  gchar** fields = vips_image_get_fields(image);
  for (gchar** field = fields; *field; ++field) {
    if (tells(*field)) found.emplace_back(*field);
  }
  g_strfreev(fields);
  return found;
}

}  // namespace

std::string make(const Wanted& wanted) {
  start();
  auto image = halves(wanted.width, wanted.height, wanted.transparent);
  if (wanted.cmyk) image = in_space(std::move(image), VIPS_INTERPRETATION_CMYK);
  if (wanted.sixteen_bit) image = in_space(std::move(image), VIPS_INTERPRETATION_RGB16);
  const auto own = made([&](VipsImage** out) { return vips_copy(image.get(), out, nullptr); });
  if (wanted.orientation != 0) vips_image_set_int(own.get(), VIPS_META_ORIENTATION, wanted.orientation);
  if (wanted.with_gps) add_gps(own.get());
  return written(own.get(), wanted.format);
}

std::string make_animated_webp(int width, int height) {
  start();
  const auto first = halves(width, height, false);
  const auto second = plain(width, height, {0, 255, 0, 0}, 3);
  const auto frames = made(
      [&](VipsImage** out) { return vips_join(first.get(), second.get(), out, VIPS_DIRECTION_VERTICAL, nullptr); });
  vips_image_set_int(frames.get(), VIPS_META_PAGE_HEIGHT, height);
  return written(frames.get(), ".webp");
}

std::string make_png_bomb(int width, int height) {
  start();
  const auto black = made([&](VipsImage** out) { return vips_black(out, width, height, nullptr); });
  return written(black.get(), ".png[bitdepth=1,compression=9]");
}

Seen look(std::string_view content) {
  start();
  const Image image(vips_image_new_from_buffer(content.data(), content.size(), "", nullptr));
  if (!image) throw std::runtime_error(vips_error_buffer());
  Seen seen{vips_image_get_width(image.get()),
            vips_image_get_height(image.get()),
            vips_image_get_bands(image.get()),
            vips_image_get_n_pages(image.get()),
            {},
            metadata_of(image.get()),
            {}};
  const char* loader = nullptr;
  if (vips_image_get_string(image.get(), VIPS_META_LOADER, &loader) == 0) seen.loader = loader;
  std::size_t size = 0;
  auto* bytes = static_cast<unsigned char*>(vips_image_write_to_memory(image.get(), &size));
  if (!bytes) throw std::runtime_error(vips_error_buffer());
  const auto bands = static_cast<std::size_t>(seen.bands);
  for (std::size_t at = 0; at + bands <= size; at += bands) {
    std::array<int, 4> pixel{0, 0, 0, 255};
    for (std::size_t band = 0; band < bands && band < pixel.size(); ++band) pixel[band] = bytes[at + band];
    seen.pixels.push_back(pixel);
  }
  g_free(bytes);
  return seen;
}

}  // namespace picture_maker
