// Urlencoded forms and queries.
#include "callboard/encoding.hpp"
#include "callboard/form.hpp"
#include "fuzz.hpp"

using namespace callboard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::may_refuse([&] {
    const auto form = Form::parse(fuzz::text_of(data, size));
    fuzz::promise(form.fields().size() <= Form::kMaxFields, "no more fields than allowed");
    std::string again;
    for (const auto& [name, value] : form.fields()) {
      fuzz::promise(is_utf8(name) && is_utf8(value), "texts are UTF-8");
      fuzz::promise(value.find('\0') == std::string::npos, "texts have no NUL");
      fuzz::promise(form.has(name), "each field is found by its name");
      again += percent_encode(name) + "=" + percent_encode(value) + "&";
    }
    fuzz::promise(Form::parse(again).fields() == form.fields(), "what is encoded again means the same");
  });
  return 0;
}
