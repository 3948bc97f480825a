// What a browser sends along with every request: the Cookie field, and the lists with weights.
#include "callboard/accept.hpp"
#include "callboard/testing/request_builder.hpp"
#include "fuzz.hpp"
#include "http/flash.hpp"
#include "http/language.hpp"

using namespace callboard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const host::FlashCookie flashes(Keys{{std::string(32, 'k')}});
  const std::string text(fuzz::text_of(data, size));
  const auto request = testing::RequestBuilder()
                           .header("Cookie", text)
                           .header("Accept", text)
                           .header("Accept-Language", text)
                           .header("Content-Type", text)
                           .build();
  const auto name = text.substr(0, text.find('='));
  if (const auto value = request->cookie(name)) {
    fuzz::promise(text.find(*value) != std::string::npos, "a value stands in the field");
    fuzz::promise(value->find(';') == std::string_view::npos, "a value ends at its end");
  }
  fuzz::promise(flashes.read(*request).empty(), "nobody forges a flash");
  (void)request->wants_json();
  (void)host::choose_language(*request, Language::English);
  for (const auto& preference : parse_preferences(text)) {
    fuzz::promise(preference.weight >= 0 && preference.weight <= 1000, "a weight is between 0 and 1");
  }
  return 0;
}
