#include "qr_code.hpp"

#include <regex>
#include <vector>

#include <gtest/gtest.h>

namespace accounts {
namespace {

// What the drawing shows: dark modules by row.
std::vector<std::string> modules_of(const QrCode& code) {
  const auto size = static_cast<std::size_t>(code.size);
  std::vector<std::string> rows(size, std::string(size, ' '));
  const std::regex run("M([0-9]+) ([0-9]+)h([0-9]+)v1h-([0-9]+)z");
  for (std::sregex_iterator it(code.path.begin(), code.path.end(), run), end; it != end; ++it) {
    EXPECT_EQ((*it)[3], (*it)[4]);
    const auto x = std::stoul((*it)[1]), y = std::stoul((*it)[2]), width = std::stoul((*it)[3]);
    for (auto i = x; i < x + width; ++i) rows.at(y).at(i) = '#';
  }
  return rows;
}

TEST(QrCode, HasTheThreeFinderPatternsInsideOfAQuietZone) {
  const auto code = qr_code("otpauth://totp/School:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=School");
  ASSERT_TRUE(code);
  const auto rows = modules_of(*code);
  const auto finder = [&](std::size_t x, std::size_t y) {
    std::vector<std::string> part;
    for (std::size_t row = y; row < y + 7; ++row) part.push_back(rows[row].substr(x, 7));
    return part;
  };
  const std::vector<std::string> expected{"#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"};
  const auto far = rows.size() - 4 - 7;
  EXPECT_EQ(finder(4, 4), expected);
  EXPECT_EQ(finder(far, 4), expected);
  EXPECT_EQ(finder(4, far), expected);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(rows[i].find('#'), std::string::npos);
    EXPECT_EQ(rows[rows.size() - 1 - i].find('#'), std::string::npos);
  }
}

TEST(QrCode, GrowsWithItsTextUpToALimit) {
  EXPECT_LT(qr_code("a")->size, qr_code(std::string(300, 'a'))->size);
  EXPECT_TRUE(qr_code(std::string(2331, '\xd0')));
  EXPECT_FALSE(qr_code(std::string(2332, '\xd0')));
  EXPECT_FALSE(qr_code(""));
}

}  // namespace
}  // namespace accounts
