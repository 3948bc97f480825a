// Second factors and passkeys on the accounts' fixture, with an account, anna, who is signed in.
#pragma once

#include "accounts_fixture.hpp"
#include "mfa.hpp"
#include "mfa_check.hpp"
#include "mfa_sign_in.hpp"
#include "passkey_sign_in.hpp"
#include "passkeys.hpp"
#include "sql_passkey_repository.hpp"
#include "sql_totp_repository.hpp"
#include "totp.hpp"

namespace accounts {

class FactorsTest : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    make_factors();
    anna_ = add_user("anna");
    session_ = open_session(anna_);
  }

  // Again, after make_sign_in().
  void make_factors() {
    codes_ = std::make_unique<TotpCodes>(TotpCodes::Parts{totp_, recovery_, *limits_, *limiter_, clock()}, keys_);
    mfa_ = std::make_unique<Mfa>(
        Mfa::Parts{database(), users_, totp_, recovery_, *codes_, offers_, *sessions_, *changes_, clock()});
    second_step_ = std::make_unique<MfaSignIn>(
        MfaSignIn::Parts{database(), users_, totp_, *codes_, offers_, *sign_in_, *changes_, journal_, clock()});
    passkeys_ = std::make_unique<Passkeys>(
        Passkeys::Parts{database(), users_, passkey_rows_, challenges_, *sessions_, *changes_, clock(), log()},
        relying_party(site_.value));
    passkey_sign_in_ =
        std::make_unique<PasskeySignIn>(PasskeySignIn::Parts{database(), users_, passkey_rows_, challenges_, *sign_in_,
                                                             *changes_, journal_, clock(), log()},
                                        relying_party(site_.value));
  }

  // Steps pass, so that the next code is one that was not used.
  std::string next_code(const std::string& secret) {
    clock().advance(std::chrono::seconds(30));
    return totp_code(secret, totp_step(clock().now()));
  }

  Visitor anna() { return visitor(anna_, session_); }
  Mfa::From from() { return {session_.token, kHome}; }

  struct SetUpCodes {
    std::string secret;
    std::vector<std::string> recovery;
  };
  // Switches one-time codes on for anna, whose session goes on under a new token.
  SetUpCodes switch_on() {
    const auto offer = mfa_->offer(anna());
    const auto confirmed = mfa_->confirm(anna(), from(), offer.sealed, next_code(offer.secret));
    EXPECT_EQ(confirmed.outcome, Mfa::Outcome::Done);
    session_ = confirmed.changed.session;
    return {offer.secret, confirmed.changed.codes};
  }

  // The token of a sign-in whose password was right.
  std::string right_password(UserId user, bool remembered = false) {
    return sign_in_->keep_waiting({user, remembered});
  }

  Keys keys_{{std::string(32, 't')}};
  SqlTotpRepository totp_;
  SqlRecoveryCodeRepository recovery_;
  SqlPasskeyRepository passkey_rows_;
  TotpOffers offers_{Keys{{std::string(32, 'o')}}};
  WebauthnChallenges challenges_{Keys{{std::string(32, 'w')}}};
  std::unique_ptr<TotpCodes> codes_;
  std::unique_ptr<Mfa> mfa_;
  std::unique_ptr<MfaSignIn> second_step_;
  std::unique_ptr<Passkeys> passkeys_;
  std::unique_ptr<PasskeySignIn> passkey_sign_in_;
  UserId anna_{};
  SessionCookie session_;
};

}  // namespace accounts
