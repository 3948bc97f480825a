// Bearer tokens: whatever stands in the field, only what our key signed is believed.
#include "callboard/signed_tokens.hpp"
#include "callboard/testing/request_builder.hpp"
#include "fuzz.hpp"

using namespace callboard;

namespace {

constexpr Time kNow{std::chrono::seconds(1'700'000'000)};

bool believed(const SignedTokens& tokens, std::string_view token) {
  try {
    (void)tokens.verify(token, kNow);
    return true;
  } catch (const Unauthorized&) {
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SignedTokens tokens("callboard:programs", Keys{{random_bytes(32), random_bytes(32)}});
  static const auto good = tokens.sign({random_token_id(), 42, kNow + std::chrono::hours(1)}, kNow);
  static const auto header = good.substr(0, good.find('.') + 1);

  const auto text = fuzz::text_of(data, size);
  const auto request = testing::RequestBuilder().header("Authorization", std::string(text)).build();
  const auto found = bearer_token(*request);
  fuzz::promise(found.empty() || text.ends_with(found), "a token stands at the end of the field");

  // The key is new in each run, so the input can be no token of it: not as it is, nor under the genuine header.
  fuzz::promise(!tokens.recognises(text) && !believed(tokens, text), "nobody forges a token");
  fuzz::promise(!believed(tokens, header + std::string(text)), "nobody forges a payload");
  if (!text.empty()) fuzz::promise(!believed(tokens, good + std::string(text)), "nothing follows a token");
  return 0;
}
