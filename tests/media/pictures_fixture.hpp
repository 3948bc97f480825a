// Uploads of given content, recoded by the real process.
#pragma once

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/errors.hpp"
#include "callboard/temporary_file.hpp"
#include "media/vips_pictures.hpp"
#include "picture_maker.hpp"
#include "temporary_folder.hpp"

namespace callboard::host {

using picture_maker::look;
using picture_maker::make;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PicturesTest : public ::testing::Test {
 protected:
  PicturesTest() : folder_(callboard::testing::new_temporary_folder("callboard-pictures")) {}
  ~PicturesTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  Upload upload(const std::string& content, const std::string& name) {
    TemporaryFileWriter writer(folder_);
    writer.write(content);
    return {"picture", name, "", content.size(), writer.file()};
  }
  RecodedPicture recode(const std::string& content, const std::string& name) {
    return pictures_.recode(upload(content, name), rules_);
  }
  // The one that comes out.
  picture_maker::Seen recoded(const std::string& content, const std::string& name) {
    const auto result = recode(content, name);
    EXPECT_EQ(result.fault, PictureFault::None);
    if (result.sizes.empty()) return {};
    const auto seen = look(result.sizes[0].content);
    EXPECT_EQ(seen.loader, "webpload_buffer");
    EXPECT_EQ(seen.width, result.sizes[0].width);
    EXPECT_EQ(seen.height, result.sizes[0].height);
    return seen;
  }
  const std::filesystem::path& folder() const { return folder_; }

  static bool is_red(const std::array<int, 4>& p) { return p[0] > 200 && p[1] < 60 && p[2] < 60; }
  static bool is_blue(const std::array<int, 4>& p) { return p[0] < 80 && p[1] < 80 && p[2] > 130; }

  PictureRules rules_{
      {PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Svg, PictureFormat::Webp, PictureFormat::Heic},
      {{500, 500, false}},
      10 * 1024 * 1024,
      50'000'000};
  VipsPictures pictures_{RECODER};

 private:
  std::filesystem::path folder_;
};

}  // namespace callboard::host
