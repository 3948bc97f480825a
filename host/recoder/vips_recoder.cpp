#include "vips_recoder.hpp"

#include <vips/vips.h>
// After the above.
#include <vips/vector.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

#include "svg_text.hpp"

namespace callboard::recoder {
namespace {

constexpr int kQuality = 82;

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

struct Free {
  void operator()(void* memory) const { g_free(memory); }
};

const char* loader_of(std::string_view format) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 5> kLoaders{{{"jpeg", "VipsForeignLoadJpeg"},
                                                                                     {"png", "VipsForeignLoadPng"},
                                                                                     {"svg", "VipsForeignLoadSvg"},
                                                                                     {"webp", "VipsForeignLoadWebp"},
                                                                                     {"heic", "VipsForeignLoadHeif"}}};
  for (const auto& [name, loader] : kLoaders) {
    if (name == format) return loader;
  }
  throw std::runtime_error("no such format");
}

// All that the loader knew beside the pixels. The saver's option `strip` leaves it (libvips 8.14);
// the EXIF that the saver then writes tells of the pixels alone.
void strip(VipsImage* image) {
  gchar** fields = vips_image_get_fields(image);
  for (gchar** field = fields; *field; ++field) vips_image_remove(image, *field);  // not those of the pixels
  g_strfreev(fields);
}

struct Bytes {
  std::unique_ptr<void, Free> content;
  std::size_t count = 0;
};

Bytes as_webp(VipsImage* image) {
  void* bytes = nullptr;
  std::size_t count = 0;
  if (vips_webpsave_buffer(image, &bytes, &count, "strip", TRUE, "Q", kQuality, nullptr) != 0) return {};
  return {std::unique_ptr<void, Free>(bytes), count};
}

// White where the picture is transparent; in eight bits first, or white would be another number. Progressive: a large
// one can be seen before it is there.
Bytes as_jpeg(VipsImage* image) {
  VipsImage* converted = nullptr;
  if (vips_colourspace(image, &converted, VIPS_INTERPRETATION_sRGB, nullptr) != 0) return {};
  const Image colours(converted);
  const std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> white(
      vips_array_double_newv(3, 255.0, 255.0, 255.0),
      [](VipsArrayDouble* array) { vips_area_unref(VIPS_AREA(array)); });
  void* bytes = nullptr;
  std::size_t count = 0;
  if (vips_jpegsave_buffer(colours.get(), &bytes, &count, "strip", TRUE, "Q", kQuality, "interlace", TRUE,
                           "optimize_coding", TRUE, "background", white.get(), nullptr) != 0) {
    return {};
  }
  return {std::unique_ptr<void, Free>(bytes), count};
}

}  // namespace

VipsRecoder::VipsRecoder(std::string_view format) : is_svg_(format == "svg") {
  const char* loader = loader_of(format);
  if (vips_init("callboard") != 0) throw std::runtime_error(vips_error_buffer());
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_vector_set_enabled(FALSE);  // it would make code at run time, which the service may not
  vips_operation_block_set("VipsForeignLoad", TRUE);
  vips_operation_block_set(loader, FALSE);
}

VipsRecoder::Opened VipsRecoder::open(std::string content, std::uint64_t most_pixels) {
  content_ = std::move(content);
  if (is_svg_ && !disarm(content_)) return Opened::Broken;
  const Image header(vips_image_new_from_buffer(content_.data(), content_.size(), "", nullptr));
  if (!header) return Opened::Broken;
  has_profile_ = vips_image_get_typeof(header.get(), VIPS_META_ICC_NAME) != 0;
  const auto width = static_cast<std::uint64_t>(vips_image_get_width(header.get()));
  const auto height = static_cast<std::uint64_t>(vips_image_get_height(header.get()));
  return is_svg_ || width * height <= most_pixels ? Opened::Good : Opened::TooManyPixels;
}

// Turns it upright and shrinks while it loads; what is left is read only once and in bands. A profile is asked for
// where there is one to convert from: without, libvips would take the way through Lab and change the colours. `fail_on`
// goes to the loader as text: the thumbnail's own option does not reach it (libvips 8.14).
bool VipsRecoder::encode(const Size& size, const std::function<void(const Encoded&)>& use) const {
  const auto crop = size.crop ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE;
  const char* const profile_option = has_profile_ ? "export_profile" : nullptr;
  VipsImage* small = nullptr;
  const int failed = vips_thumbnail_buffer(const_cast<char*>(content_.data()), content_.size(), &small, size.width,
                                           "height", size.height, "size", VIPS_SIZE_DOWN, "crop", crop, "option_string",
                                           is_svg_ ? "" : "[fail_on=error]", profile_option, "srgb", nullptr);
  if (failed != 0) return false;
  const Image thumbnail(small);
  VipsImage* own = nullptr;
  if (vips_copy(thumbnail.get(), &own, nullptr) != 0) return false;
  const Image image(own);
  strip(image.get());
  const auto bytes = size.jpeg ? as_jpeg(image.get()) : as_webp(image.get());
  if (!bytes.content) return false;
  use({vips_image_get_width(image.get()), vips_image_get_height(image.get()),
       std::string_view(static_cast<const char*>(bytes.content.get()), bytes.count)});
  return true;
}

}  // namespace callboard::recoder
