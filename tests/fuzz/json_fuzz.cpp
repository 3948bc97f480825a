// JSON bodies: ours must never take what the library refuses, nor read it otherwise.
#include "callboard/json_body.hpp"
#include "fuzz.hpp"

using namespace callboard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  fuzz::may_refuse([&] {
    const auto body = parse_json_object(text);
    fuzz::promise(body.is_object(), "a body is an object");
    fuzz::promise(body == nlohmann::json::parse(text), "it means what the library says");
    for (const auto& [name, value] : body.items()) {
      fuzz::may_refuse([&] { (void)required_text_or_integer(body, name); });
    }
  });
  return 0;
}
