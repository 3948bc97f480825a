// Challenges that travel with the browser, sealed, so that asking for one writes nothing: whoever asks for a million of
// them fills no table. That a challenge serves once is for the caller to see to when its answer holds. Immutable;
// thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <callboard/crypto.hpp>
#include <callboard/services.hpp>

namespace accounts {

class WebauthnChallenges {
 public:
  static constexpr std::chrono::minutes kLifetime{10};

  enum class Purpose { Registration, SignIn };
  struct Challenge {
    std::string bytes;
    callboard::Time expires;
  };
  struct Issued {
    std::string challenge;
    std::string sealed;  // what the browser brings back
  };

  explicit WebauthnChallenges(callboard::Keys keys) : keys_(std::move(keys)) {}

  // `subject`: whose passkey will be registered; 0 at a sign-in, where nobody is known yet.
  Issued issue(Purpose purpose, std::int64_t subject, callboard::Time now) const;
  // Nothing where it was not issued by this site for this purpose and subject, or has expired.
  std::optional<Challenge> open(std::string_view sealed, Purpose purpose, std::int64_t subject,
                                callboard::Time now) const;

 private:
  callboard::Keys keys_;
};

}  // namespace accounts
