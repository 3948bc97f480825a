#include "user_agent.hpp"

#include <algorithm>
#include <array>

namespace accounts {

using namespace callboard;

namespace {

struct Mark {
  std::string_view token;
  std::string_view name;
};

// Nearly all browsers claim to be Chrome or Safari too, so what is special comes first.
constexpr std::array kBrowsers{
    Mark{"Edg/", "Microsoft Edge"},
    Mark{"EdgA/", "Microsoft Edge"},
    Mark{"EdgiOS/", "Microsoft Edge"},
    Mark{"OPR/", "Opera"},
    Mark{"OPT/", "Opera"},
    Mark{"YaBrowser/", "Yandex Browser"},
    Mark{"SamsungBrowser/", "Samsung Internet"},
    Mark{"Vivaldi/", "Vivaldi"},
    Mark{"FxiOS/", "Firefox"},
    Mark{"Firefox/", "Firefox"},
    Mark{"CriOS/", "Chrome"},
    Mark{"Chromium/", "Chromium"},
    Mark{"Chrome/", "Chrome"},
    Mark{"MSIE ", "Internet Explorer"},
    Mark{"Trident/", "Internet Explorer"},
    Mark{"Safari/", "Safari"},
};

// Android claims to be Linux too, and an iPhone to be like Mac OS X.
constexpr std::array kSystems{
    Mark{"iPhone", "iPhone"},  Mark{"iPad", "iPad"},       Mark{"Android", "Android"},
    Mark{"CrOS", "ChromeOS"},  Mark{"Windows", "Windows"}, Mark{"Macintosh", "macOS"},
    Mark{"Mac OS X", "macOS"}, Mark{"Linux", "Linux"},     Mark{"X11; FreeBSD", "FreeBSD"},
};

template <std::size_t N>
std::string_view first_of(const std::array<Mark, N>& marks, std::string_view agent) {
  const auto found = std::find_if(marks.begin(), marks.end(),
                                  [&](const Mark& mark) { return agent.find(mark.token) != std::string_view::npos; });
  return found == marks.end() ? std::string_view() : found->name;
}

// "curl" of "curl/7.88.1": what programs begin with (RFC 9110, 10.1.5).
std::string_view program(std::string_view agent) {
  constexpr std::size_t kLongest = 40;
  const auto name = agent.substr(0, agent.find_first_of("/ "));
  const bool plain = name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
                     std::string_view::npos;
  return plain && name.size() <= kLongest && name != "Mozilla" ? name : std::string_view();
}

}  // namespace

Text device_name(std::string_view user_agent) {
  const auto browser = first_of(kBrowsers, user_agent);
  const auto system = first_of(kSystems, user_agent);
  if (!browser.empty() && !system.empty()) {
    return _("{browser} on {system}").with("browser", browser).with("system", system);
  }
  for (const auto name : {browser, system, program(user_agent)}) {
    if (!name.empty()) return Text::verbatim(name);
  }
  return _("Unknown device");
}

}  // namespace accounts
