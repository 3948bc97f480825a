#include "user_agent.hpp"

#include <gtest/gtest.h>

namespace accounts {
namespace {

struct Named {
  const char* agent;
  const char* name;
};

class UserAgent : public ::testing::TestWithParam<Named> {};

TEST_P(UserAgent, IsADeviceThatItsOwnerRecognises) {
  EXPECT_EQ(device_name(GetParam().agent).english(), GetParam().name);
}

INSTANTIATE_TEST_SUITE_P(
    Browsers, UserAgent,
    ::testing::Values(
        Named{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows"},
        Named{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
              "Safari/537.36",
              "Chrome on Windows"},
        Named{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
              "Safari/537.36 Edg/131.0.0.0",
              "Microsoft Edge on Windows"},
        Named{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 "
              "YaBrowser/24.10.0.0 Safari/537.36",
              "Yandex Browser on Windows"},
        Named{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 "
              "OPR/116.0.0.0",
              "Opera on Linux"},
        Named{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
              "Safari/605.1.15",
              "Safari on macOS"},
        Named{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
              "Version/18.1 Mobile/15E148 Safari/604.1",
              "Safari on iPhone"},
        Named{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
              "CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1",
              "Chrome on iPhone"},
        Named{"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/132.0 "
              "Mobile/15E148 Safari/605.1.15",
              "Firefox on iPad"},
        Named{"Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 "
              "Chrome/125.0.0.0 Mobile Safari/537.36",
              "Samsung Internet on Android"},
        Named{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
              "Safari/537.36",
              "Chrome on ChromeOS"},
        Named{"Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
              "Internet Explorer on Windows"}));

INSTANTIATE_TEST_SUITE_P(
    Others, UserAgent,
    ::testing::Values(Named{"curl/7.88.1", "curl"}, Named{"python-requests/2.28.1", "python-requests"},
                      Named{"Firefox/132.0", "Firefox"}, Named{"Mozilla/5.0 (Windows NT 10.0)", "Windows"},
                      Named{"", "Unknown device"}, Named{"Mozilla/5.0", "Unknown device"},
                      Named{"<script>alert(1)</script>", "Unknown device"},
                      Named{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/1", "Unknown device"}));

}  // namespace
}  // namespace accounts
