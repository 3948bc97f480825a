#include <fstream>
#include <thread>

#include "pictures_fixture.hpp"

namespace callboard::host {
namespace {

TEST_F(PicturesTest, TurnsAPictureUpright) {
  const auto seen = recoded(make({.orientation = 6}), "a.jpg");  // a quarter turn clockwise: left becomes top
  EXPECT_EQ(seen.width, 60);
  EXPECT_EQ(seen.height, 100);
  EXPECT_TRUE(is_red(seen.at(30, 10)));
  EXPECT_TRUE(is_blue(seen.at(30, 90)));
}

TEST_F(PicturesTest, LeavesNothingOfWhereItWasMade) {
  const auto content = make({.orientation = 1, .with_gps = true});
  ASSERT_THAT(look(content).metadata, ::testing::Contains("exif-ifd3-GPSLatitude"));
  ASSERT_NE(content.find("xmpmeta"), content.npos);
  const auto result = recode(content, "a.jpg");
  ASSERT_EQ(result.fault, PictureFault::None);
  // The saver writes a few of its own, about the pixels.
  for (const auto& field : look(result.sizes[0].content).metadata) {
    EXPECT_THAT(field, ::testing::AnyOf("exif-data", "orientation",
                                        ::testing::ContainsRegex(
                                            "^exif-ifd(0-(Orientation|.Resolution|ResolutionUnit|YCbCrPositioning)|2-.*"
                                            "(Version|Configuration|ColorSpace|Dimension))$")));
  }
  EXPECT_EQ(result.sizes[0].content.find("GPS"), std::string::npos);
  EXPECT_EQ(result.sizes[0].content.find("xmpmeta"), std::string::npos);
  EXPECT_EQ(result.sizes[0].content.find("Camera"), std::string::npos);
}

// As a telephone makes it: what turns it is in the picture itself, and its EXIF says so once more.
TEST_F(PicturesTest, TurnsAHeicUprightOnceAndLeavesNothingOfItsMaker) {
  std::ifstream file(CALLBOARD_SOURCE_DIR "/tests/media/turned.heic", std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  ASSERT_NE(content.find("MARKED-PHONE"), content.npos);
  ASSERT_THAT(look(content).metadata, ::testing::Contains("exif-ifd3-GPSLatitude"));
  const auto seen = recoded(content, "a.heic");
  EXPECT_EQ(std::pair(seen.width, seen.height), std::pair(128, 192));
  EXPECT_TRUE(is_red(seen.at(64, 20)));
  EXPECT_TRUE(is_blue(seen.at(64, 170)));
  const auto bytes = recode(content, "a.heic").sizes.at(0).content;
  EXPECT_EQ(bytes.find("MARKED"), bytes.npos);
  EXPECT_EQ(bytes.find("GPS"), bytes.npos);
}

TEST_F(PicturesTest, MakesAllSizesAsTheyAreListed) {
  rules_.sizes = {{64, 64, true}, {200, 200, false}, {1000, 1000, true}};
  const auto result = recode(make({.width = 400, .height = 300}), "a.jpg");
  ASSERT_THAT(result.sizes, SizeIs(3));
  EXPECT_EQ(std::pair(result.sizes[0].width, result.sizes[0].height), std::pair(64, 64));
  EXPECT_EQ(std::pair(result.sizes[1].width, result.sizes[1].height), std::pair(200, 150));
  EXPECT_EQ(std::pair(result.sizes[2].width, result.sizes[2].height), std::pair(400, 300)) << "never enlarged";
}

TEST_F(PicturesTest, TakesEachFormat) {
  for (const auto* format : {".jpg", ".png", ".webp", ".heic"}) {
    const auto seen = recoded(make({.format = format}), std::string("A") + format);
    EXPECT_EQ(seen.width, 100) << format;
    EXPECT_TRUE(is_red(seen.at(10, 30)) && is_blue(seen.at(90, 30))) << format;
  }
}

TEST_F(PicturesTest, TakesAnExtensionInWhateverCase) {
  for (const auto* name : {"a.jpg", "a.jpeg", "A.JPG", "a.b.Jpeg", "фото.jpg"}) {
    EXPECT_EQ(recode(make({}), name).fault, PictureFault::None) << name;
  }
}

TEST_F(PicturesTest, TurnsCmykIntoColoursOfTheScreen) {
  const auto seen = recoded(make({.format = ".jpg[Q=95]", .cmyk = true}), "a.jpg");
  EXPECT_EQ(seen.bands, 3);
  EXPECT_GT(seen.at(10, 30)[0], 150);
  EXPECT_GT(seen.at(90, 30)[2], 100);
}

TEST_F(PicturesTest, TakesSixteenBits) {
  const auto seen = recoded(make({.format = ".png[bitdepth=16]", .sixteen_bit = true}), "a.png");
  EXPECT_TRUE(is_red(seen.at(10, 30)));
  EXPECT_TRUE(is_blue(seen.at(90, 30)));
}

TEST_F(PicturesTest, KeepsTransparency) {
  const auto seen = recoded(make({.format = ".png", .transparent = true}), "a.png");
  ASSERT_EQ(seen.bands, 4);
  EXPECT_EQ(seen.at(10, 30)[3], 0);
  EXPECT_EQ(seen.at(90, 30)[3], 255);
}

// Which marker begins the picture: SOF2 says that it comes in passes.
bool is_progressive(std::string_view jpeg) { return jpeg.find("\xFF\xC2") != jpeg.npos; }

TEST_F(PicturesTest, MakesAJpegWhereOneIsWanted) {
  rules_.sizes = {{50, 50, false, PictureEncoding::Jpeg}, {40, 40, true, PictureEncoding::Jpeg}, {50, 50}};
  const auto result = recode(make({.format = ".jpg", .orientation = 6, .with_gps = true}), "a.jpg");
  ASSERT_EQ(result.fault, PictureFault::None);
  ASSERT_THAT(result.sizes, SizeIs(3));
  const auto seen = look(result.sizes[0].content);
  EXPECT_EQ(seen.loader, "jpegload_buffer");
  EXPECT_EQ(std::pair(seen.width, seen.height), std::pair(30, 50));
  EXPECT_TRUE(is_red(seen.at(15, 5)) && is_blue(seen.at(15, 45)));
  EXPECT_TRUE(is_progressive(result.sizes[0].content));
  for (const auto* told : {"GPS", "xmpmeta", "Camera"}) {
    EXPECT_EQ(result.sizes[0].content.find(told), std::string::npos) << told;
  }
  EXPECT_EQ(std::pair(result.sizes[1].width, result.sizes[1].height), std::pair(40, 40));
  EXPECT_EQ(look(result.sizes[2].content).loader, "webpload_buffer");
}

TEST_F(PicturesTest, MakesAJpegWhiteWhereThePictureIsTransparent) {
  rules_.sizes = {{100, 100, false, PictureEncoding::Jpeg}};
  for (const bool sixteen : {false, true}) {
    const auto result = recode(make({.format = ".png", .transparent = true, .sixteen_bit = sixteen}), "a.png");
    ASSERT_EQ(result.fault, PictureFault::None);
    const auto seen = look(result.sizes[0].content);
    const auto left = seen.at(10, 30);
    EXPECT_GT(*std::min_element(left.begin(), left.begin() + 3), 245) << sixteen;
    EXPECT_TRUE(is_blue(seen.at(90, 30))) << sixteen;
  }
}

TEST_F(PicturesTest, TakesTheFirstFrameOfAnAnimation) {
  const auto content = picture_maker::make_animated_webp(100, 60);
  ASSERT_EQ(look(content).pages, 2);
  const auto seen = recoded(content, "a.webp");
  EXPECT_EQ(seen.pages, 1);
  EXPECT_EQ(seen.height, 60);
  EXPECT_TRUE(is_red(seen.at(10, 30)));
}

TEST_F(PicturesTest, KnowsATextByItsContentWhateverItsName) {
  EXPECT_EQ(recode("This is a text.\n", "a.png").fault, PictureFault::UnknownFormat);
  EXPECT_EQ(recode("GIF89a\x01", "a.gif").fault, PictureFault::UnknownFormat);
  EXPECT_EQ(recode("%PDF-1.7\n", "a.png").fault, PictureFault::UnknownFormat);
  EXPECT_EQ(recode("", "a.png").fault, PictureFault::UnknownFormat);
  EXPECT_EQ(recode("<!doctype html><html><svg></svg></html>", "a.svg").fault, PictureFault::UnknownFormat);
}

TEST_F(PicturesTest, WantsTheExtensionToAgree) {
  const auto png = make({.format = ".png"});
  for (const auto* name : {"a.jpg", "a.svg", "a", "png", "a.png.exe", ""}) {
    EXPECT_EQ(recode(png, name).fault, PictureFault::WrongExtension) << name;
  }
}

TEST_F(PicturesTest, TakesAllowedFormatsAlone) {
  rules_.formats = {PictureFormat::Png};
  EXPECT_EQ(recode(make({}), "a.jpg").fault, PictureFault::UnknownFormat);
}

TEST_F(PicturesTest, LimitsTheBytes) {
  const auto content = make({.format = ".png"});
  rules_.most_bytes = content.size();
  EXPECT_EQ(recode(content, "a.png").fault, PictureFault::None);
  rules_.most_bytes = content.size() - 1;
  EXPECT_EQ(recode(content, "a.png").fault, PictureFault::TooLarge);
}

TEST_F(PicturesTest, LimitsThePixels) {
  rules_.most_pixels = 6000;
  EXPECT_EQ(recode(make({}), "a.jpg").fault, PictureFault::None);
  rules_.most_pixels = 5999;
  EXPECT_EQ(recode(make({}), "a.jpg").fault, PictureFault::TooManyPixels);
}

TEST_F(PicturesTest, KnowsATruncatedPicture) {
  for (const auto* format : {".jpg", ".png", ".webp"}) {
    const auto whole = make({.width = 640, .height = 480, .format = format});
    for (const auto part : {0.1, 0.5, 0.9}) {
      const auto cut = whole.substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * part));
      EXPECT_EQ(recode(cut, std::string("a") + format).fault, PictureFault::Broken) << format << " " << part;
    }
  }
}

TEST_F(PicturesTest, RunsNoMoreThanAFewAtATimeAndServesAll) {
  const auto content = make({.width = 2000, .height = 1500});
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        if (recode(content, "a.jpg").fault == PictureFault::None) ++good;
      });
    }
  }
  EXPECT_EQ(good, 8);
}

TEST_F(PicturesTest, IsUnavailableWithoutItsProgram) {
  VipsPictures nowhere(folder() / "nothing");
  EXPECT_THROW(nowhere.recode(upload(make({}), "a.jpg"), rules_), Unavailable);
}

TEST(TextOfPictureFault, TellsWhatToDo) {
  PictureRules rules{{PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Svg}, {}, 10 * 1024 * 1024, 50'000'000};
  EXPECT_TRUE(text_of(PictureFault::None, rules).empty());
  EXPECT_EQ(text_of(PictureFault::UnknownFormat, rules).english(), "The picture must be a JPEG, PNG or SVG file.");
  EXPECT_EQ(text_of(PictureFault::TooLarge, rules).english(), "The picture is larger than 10 MB.");
  EXPECT_EQ(text_of(PictureFault::TooManyPixels, rules).english(),
            "The picture has more than 50 megapixels. Please make it smaller.");
  rules = {{PictureFormat::Png}, {}, 200 * 1024, 640'000};
  EXPECT_EQ(text_of(PictureFault::UnknownFormat, rules).english(), "The picture must be a PNG file.");
  EXPECT_EQ(text_of(PictureFault::TooLarge, rules).english(), "The picture is larger than 200 KB.");
  EXPECT_EQ(text_of(PictureFault::TooManyPixels, rules).english(),
            "The picture has more than 640000 pixels. Please make it smaller.");
}

}  // namespace
}  // namespace callboard::host
