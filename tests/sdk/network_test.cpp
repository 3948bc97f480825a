#include <gtest/gtest.h>

#include "callboard/rate_limiter.hpp"

namespace callboard {
namespace {

TEST(NetworkOf, IsAnIpv4AddressItself) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::FFFF:c000:207"), "192.0.2.7");
}

TEST(NetworkOf, IsTheFirstHalfOfAnIpv6Address) {
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:DB8:1:2::9"), network_of("2001:db8:1:2:ffff::"));
  EXPECT_NE(network_of("2001:db8:1:2::9"), network_of("2001:db8:1:3::9"));
  EXPECT_EQ(network_of("::1"), "::/64");
}

TEST(NetworkOf, LeavesWhatIsNoAddressAsItIs) {
  for (const std::string text : {"", "somewhere", "192.0.2", "192.0.2.7:80", "[::1]", "fe80::1%eth0"}) {
    EXPECT_EQ(network_of(text), text);
  }
  const std::string with_zero("192.0.2.7\0x", 11);
  EXPECT_EQ(network_of(with_zero), with_zero);
}

}  // namespace
}  // namespace callboard
