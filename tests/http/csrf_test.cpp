#include "http/csrf.hpp"

#include <gmock/gmock.h>

#include "config/site_keys.hpp"
#include "site.hpp"

namespace callboard::host {
namespace {

class CsrfCheck : public ::testing::Test {
 protected:
  CsrfCheck() {
    site_.pages().get("/form", everyone, form_page);
    site_.pages().post("/form", everyone, [this](const Request&, const Visitor&) {
      ++effects_;
      return see_other("/form");
    });
    site_.api().post("/api", everyone, ok);
    site_.api().del("/api", signed_in, ok);
    site_.cabinets().post("/issue_key", device, ok);
  }
  RequestBuilder post(const RequestBuilder::Fields& fields) const {
    return RequestBuilder(Method::Post, "/form").form(fields);
  }
  HttpStatus browse(const RequestBuilder& request) { return site_.browse(request).status(); }

  TestSite site_;
  int effects_ = 0;
};

TEST_F(CsrfCheck, LetsAFormThroughThatCarriesThePagesToken) {
  EXPECT_EQ(browse(post({{"csrf_token", site_.token()}})), HttpStatus::SeeOther);
  EXPECT_EQ(effects_, 1);
}

TEST_F(CsrfCheck, RefusesAFormWithoutAProperToken) {
  const auto token = site_.token();
  auto other = token;
  other.back() = other.back() == 'A' ? 'E' : 'A';
  for (const std::string& bad : std::vector<std::string>{"", "x", other, token + "A", token.substr(1),
                                                         std::string(86, 'A'), "%00", std::string(100'000, 'A')}) {
    EXPECT_EQ(browse(post({{"csrf_token", bad}})), HttpStatus::Forbidden) << bad.substr(0, 100);
  }
  EXPECT_EQ(browse(post({})), HttpStatus::Forbidden);
  EXPECT_EQ(browse(RequestBuilder(Method::Post, "/form")), HttpStatus::Forbidden);
  EXPECT_EQ(browse(RequestBuilder(Method::Post, "/form").body("csrf_token=" + token, "text/plain")),
            HttpStatus::Forbidden);
  EXPECT_EQ(effects_, 0);
}

TEST_F(CsrfCheck, RefusesATokenWithoutItsCookie) {
  const auto token = site_.token();
  EXPECT_EQ(site_.answer(post({{"csrf_token", token}})).status(), HttpStatus::Forbidden);
  EXPECT_EQ(site_.answer(post({{"csrf_token", token}}).cookie("csrf", "AAAAAAAAAAAAAAAAAAAAAA")).status(),
            HttpStatus::Forbidden);
}

TEST_F(CsrfCheck, HidesTheTokenBehindAnotherMaskOnEachPage) {
  const auto first = site_.token();
  const auto second = site_.token();
  EXPECT_NE(first, second);
  EXPECT_EQ(browse(post({{"csrf_token", first}})), HttpStatus::SeeOther);
  EXPECT_EQ(browse(post({{"csrf_token", second}})), HttpStatus::SeeOther);
}

TEST_F(CsrfCheck, TakesTheTokenFromAHeaderToo) {
  const auto token = site_.token();
  const auto request = RequestBuilder(Method::Post, "/form").header("X-CSRF-Token", token);
  EXPECT_EQ(browse(request), HttpStatus::SeeOther);
  EXPECT_EQ(browse(post({{"csrf_token", token}}).header("X-CSRF-Token", "wrong")), HttpStatus::Forbidden);
}

TEST_F(CsrfCheck, ReadsTheTokenOfAMultipartForm) {
  const auto body = "--b\r\nContent-Disposition: form-data; name=csrf_token\r\n\r\n" + site_.token() + "\r\n--b--";
  EXPECT_EQ(browse(RequestBuilder(Method::Post, "/form").body(body, "multipart/form-data; boundary=b")),
            HttpStatus::SeeOther);
  EXPECT_EQ(browse(RequestBuilder(Method::Post, "/form").body("--b", "multipart/form-data; boundary=b")),
            HttpStatus::BadRequest);
}

TEST_F(CsrfCheck, BindsTheCookieToTheHostOverTls) {
  const auto plain = site_.answer(RequestBuilder(Method::Get, "/form"));
  ASSERT_EQ(plain.cookies().size(), 1U);
  EXPECT_EQ(plain.cookies()[0].name, "csrf");
  EXPECT_TRUE(plain.cookies()[0].http_only);
  const auto secure = site_.answer(RequestBuilder(Method::Get, "/form").secure());
  EXPECT_EQ(secure.cookies()[0].name, "__Host-csrf");
}

TEST_F(CsrfCheck, KeepsTheCookieThatTheBrowserHas) {
  site_.token();
  EXPECT_TRUE(site_.browse(RequestBuilder(Method::Get, "/form")).cookies().empty());
}

TEST_F(CsrfCheck, IsNotForClientsThatNoOtherSiteCanMakeUseOf) {
  EXPECT_EQ(site_.answer(RequestBuilder(Method::Post, "/api").json({})).status(), HttpStatus::Ok);
  EXPECT_EQ(site_.answer(RequestBuilder(Method::Delete, "/api").header("Authorization", "Bearer good")).status(),
            HttpStatus::Ok);
  EXPECT_EQ(
      site_
          .answer(
              RequestBuilder(Method::Post, "/issue_key").header("Authorization", "Bearer good").body("x", "text/plain"))
          .status(),
      HttpStatus::Ok);
  EXPECT_EQ(site_.answer(RequestBuilder(Method::Delete, "/api").cookie("session", "good")).status(),
            HttpStatus::Forbidden);
}

TEST_F(CsrfCheck, RefusesWhatAnotherSiteSentWhateverItCarries) {
  const auto token = site_.token();
  struct Sender {
    std::string name;
    std::string value;
    HttpStatus status;
  };
  for (const auto& [name, value, status] : std::vector<Sender>{
           {"Origin", "https://school.example", HttpStatus::SeeOther},
           {"Origin", "http://school.example", HttpStatus::SeeOther},  // the request came over plain http
           {"Origin", "https://evil.example", HttpStatus::Forbidden},
           {"Origin", "https://school.example.evil", HttpStatus::Forbidden},
           {"Origin", "https://school.example:8443", HttpStatus::Forbidden},
           {"Origin", "null", HttpStatus::Forbidden},
           {"Origin", "", HttpStatus::Forbidden},
           {"Sec-Fetch-Site", "same-origin", HttpStatus::SeeOther},
           {"Sec-Fetch-Site", "none", HttpStatus::SeeOther},
           {"Sec-Fetch-Site", "same-site", HttpStatus::Forbidden},
           {"Sec-Fetch-Site", "cross-site", HttpStatus::Forbidden},
       }) {
    EXPECT_EQ(browse(post({{"csrf_token", token}}).header(name, value)), status) << name << ": " << value;
  }
  EXPECT_EQ(
      site_.answer(RequestBuilder(Method::Post, "/api").json({}).header("Origin", "https://evil.example")).status(),
      HttpStatus::Forbidden);
}

TEST_F(CsrfCheck, TakesNoPlainOriginForASecureRequest) {
  auto request = RequestBuilder(Method::Post, "/api").json({}).secure().header("Origin", "http://school.example");
  EXPECT_EQ(site_.answer(request).status(), HttpStatus::Forbidden);
}

// What a browser has from before the secret was changed goes on, as long as the host knows the previous one.
TEST_F(CsrfCheck, TakesATokenOfThePreviousSecret) {
  const auto token = site_.token();
  const auto changed = [&](const SessionSettings& session) {
    TestSite site;
    site.session = session;
    site.pages().post("/form", everyone, ok);
    site.set_cookie("csrf", site_.cookies().at("csrf"));
    return site.browse(post({{"csrf_token", token}})).status();
  };
  const std::string fresh(32, 'n');
  EXPECT_EQ(changed({fresh, site_.session.secret}), HttpStatus::Ok);
  EXPECT_EQ(changed({fresh, std::string(32, 'o')}), HttpStatus::Forbidden);
  EXPECT_EQ(changed({fresh, ""}), HttpStatus::Forbidden);
}

Signer signer_of(const SessionSettings& session, std::string_view purpose = "one") {
  return Signer(derived_keys(session, purpose));
}

TEST(Signer, NeedsKeysOfALongSecret) {
  EXPECT_THROW(signer_of({std::string(31, 'a'), ""}), std::invalid_argument);
  EXPECT_THROW(signer_of({std::string(32, 'a'), "short"}), std::invalid_argument);
  EXPECT_THROW(Signer(Keys{}), std::invalid_argument);
  EXPECT_THROW(Signer(Keys{{std::string(31, 'a')}}), std::invalid_argument);
}

TEST(Signer, AcceptsThePreviousSecretAndSignsWithThePresentOne) {
  const std::string old(32, 'o'), present(32, 'p'), other(32, 'x');
  const auto signer = signer_of({present, old});
  EXPECT_EQ(signer.open(signer_of({old, ""}).seal("text")), "text");
  EXPECT_EQ(signer.open(signer_of({other, ""}).seal("text")), std::nullopt);
  EXPECT_EQ(signer_of({present, ""}).open(signer.seal("text")), "text");
  EXPECT_EQ(signer_of({old, ""}).open(signer.seal("text")), std::nullopt);
}

TEST(Signer, OpensWhatItSealedForTheSamePurposeOnly) {
  const std::string secret(32, 's');
  const auto signer = signer_of({secret, ""});
  const auto sealed = signer.seal("text");
  EXPECT_EQ(signer.open(sealed), "text");
  EXPECT_EQ(signer_of({secret, ""}, "two").open(sealed), std::nullopt);
  EXPECT_EQ(signer_of({std::string(32, 't'), ""}).open(sealed), std::nullopt);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto bent = sealed;
    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(signer.open(bent), std::nullopt) << i;
  }
  for (const std::string broken : {"", ".", "a.", ".a", "text", "dGV4dA", "dGV4dA.", "!.!"}) {
    EXPECT_EQ(signer.open(broken), std::nullopt) << broken;
  }
}

}  // namespace
}  // namespace callboard::host
