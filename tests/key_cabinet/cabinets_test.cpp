#include "cabinets.hpp"

#include <sstream>

#include <fmt/chrono.h>

#include "callboard/testing/request_builder.hpp"
#include "trust_fixture.hpp"

namespace key_cabinet {
namespace {

using callboard::testing::RequestBuilder;

class TrustTest : public TrustFixture {
 protected:
  std::optional<Visitor> authenticate(const std::string& authorization) {
    const auto request = RequestBuilder(Method::Post, "/issue_key").header("Authorization", authorization).build();
    return authenticator().authenticate(*request);
  }
  bool is_trusted(const std::string& token) {
    try {
      return authenticate("Bearer " + token).has_value();
    } catch (const Unauthorized&) {
      return false;
    }
  }

  struct Run {
    int code;
    std::string out;
    std::string err;
  };
  Run run(const std::vector<std::string>& arguments) {
    std::ostringstream out, err;
    const int code = commands().run(arguments, out, err);
    return {code, out.str(), err.str()};
  }
};

class DeviceAuthentication : public TrustTest {};
CALLBOARD_ON_BOTH_ENGINES(DeviceAuthentication);
class CabinetEnrolment : public TrustTest {};
CALLBOARD_ON_BOTH_ENGINES(CabinetEnrolment);
class CabinetCommand : public TrustTest {};
CALLBOARD_ON_BOTH_ENGINES(CabinetCommand);

TEST_P(DeviceAuthentication, KnowsTheCabinetByItsToken) {
  const auto enrolled = cabinets().enrol(console(), "Вахта").value();
  const auto visitor = authenticate("Bearer " + enrolled.token).value();
  EXPECT_TRUE(visitor.is_device());
  EXPECT_EQ(visitor.device, enrolled.id);
  EXPECT_EQ(visitor.name, "Вахта");
  EXPECT_EQ(visitor.language, Language::Russian);
  EXPECT_TRUE(visitor.roles.empty());
}

TEST_P(DeviceAuthentication, TakesTheSchemesNameInAnyCase) {
  const auto token = cabinets().enrol(console(), "desk").value().token;
  for (const char* scheme : {"bearer ", "BEARER ", "Bearer  "}) EXPECT_TRUE(authenticate(scheme + token)) << scheme;
  for (const char* scheme : {"Basic ", "Bearer", "Token ", ""}) EXPECT_FALSE(authenticate(scheme + token)) << scheme;
}

TEST_P(DeviceAuthentication, LeavesOtherCredentialsToOthers) {
  EXPECT_FALSE(authenticator().authenticate(*RequestBuilder(Method::Post, "/issue_key").build()));
  for (const char* other : {"", "Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c", "Basic dXNlcjpwYXNz",
                            "Bearer eyJhbGciOiJub25lIn0.e30."}) {
    EXPECT_FALSE(authenticate(other)) << other;
  }
}

TEST_P(DeviceAuthentication, RefusesATokenThatWasChanged) {
  auto token = cabinets().enrol(console(), "desk").value().token;
  token.back() = token.back() == 'A' ? 'B' : 'A';
  EXPECT_THROW(authenticate("Bearer " + token), Unauthorized);
}

TEST_P(DeviceAuthentication, RefusesARevokedTokenAtOnce) {
  const auto token = cabinets().enrol(console(), "desk").value().token;
  EXPECT_TRUE(is_trusted(token));
  revoke("desk");
  EXPECT_THROW(authenticate("Bearer " + token), Unauthorized);
}

TEST_P(DeviceAuthentication, RefusesATokenThatHasExpired) {
  const auto token = cabinets().enrol(console(), "desk").value().token;
  clock().advance(std::chrono::hours(25));
  EXPECT_THROW(authenticate("Bearer " + token), Unauthorized);
}

TEST_P(DeviceAuthentication, RefusesAGenuineTokenThatThisDatabaseNeverGave) {
  const auto id = cabinets().enrol(console(), "desk").value().id;
  const auto stray = tokens_.sign({random_token_id(), id, clock().now() + std::chrono::hours(1)}, clock().now());
  EXPECT_THROW(authenticate("Bearer " + stray), Unauthorized);
}

TEST_P(DeviceAuthentication, RefusesATokenIdUnderAnotherCabinet) {
  const auto enrolled = cabinets().enrol(console(), "desk").value();
  cabinets().enrol(console(), "other").value();
  const auto jti = tokens_.verify(enrolled.token, clock().now()).jti;
  const auto swapped = tokens_.sign({jti, CabinetId{to_sql(enrolled.id) + 1}, enrolled.expires}, clock().now());
  EXPECT_THROW(authenticate("Bearer " + swapped), Unauthorized);
}

TEST_P(CabinetEnrolment, GivesEachCabinetItsOwnToken) {
  const auto one = cabinets().enrol(console(), "one").value();
  const auto two = cabinets().enrol(console(), "two").value();
  EXPECT_NE(one.id, two.id);
  revoke("one");
  EXPECT_FALSE(is_trusted(one.token));
  EXPECT_TRUE(is_trusted(two.token));
}

TEST_P(CabinetEnrolment, GivesACabinetThatIsTrustedNoSecondToken) {
  cabinets().enrol(console(), "desk");
  EXPECT_FALSE(cabinets().enrol(console(), "desk"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_tokens"), 1);
}

TEST_P(CabinetEnrolment, BringsARevokedCabinetBackUnderItsId) {
  const auto first = cabinets().enrol(console(), "desk").value();
  revoke("desk");
  const auto second = cabinets().enrol(console(), "desk").value();
  EXPECT_EQ(second.id, first.id);
  EXPECT_TRUE(is_trusted(second.token));
  EXPECT_FALSE(is_trusted(first.token));
}

TEST_P(CabinetEnrolment, AnewEndsTheTokenThatWas) {
  const auto first = cabinets().enrol_anew("desk");
  const auto second = cabinets().enrol_anew("desk");
  EXPECT_EQ(second.id, first.id);
  EXPECT_TRUE(is_trusted(second.token));
  EXPECT_FALSE(is_trusted(first.token));
}

TEST_P(CabinetEnrolment, HappensOnceWhenAskedForManyTimesAtOnce) {
  std::atomic<int> enrolled = 0;
  on_threads(8, [&](int) {
    try {
      if (cabinets().enrol(console(), "desk")) ++enrolled;
    } catch (const ConstraintViolation&) {
    }
  });
  EXPECT_EQ(enrolled, 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_cabinets"), 1);
}

TEST_P(CabinetCommand, AddPrintsTheTokenAloneOnStandardOutput) {
  const auto added = run({"add", "Вахта"});
  EXPECT_EQ(added.code, 0);
  EXPECT_TRUE(added.out.ends_with("\n"));
  EXPECT_TRUE(is_trusted(added.out.substr(0, added.out.size() - 1)));
  EXPECT_NE(added.err.find("Вахта"), std::string::npos);
}

TEST_P(CabinetCommand, AddRefusesACabinetThatIsTrusted) {
  run({"add", "desk"});
  const auto again = run({"add", "desk"});
  EXPECT_EQ(again.code, 1);
  EXPECT_EQ(again.out, "");
  EXPECT_NE(again.err.find("revoke it first"), std::string::npos);
}

TEST_P(CabinetCommand, AddRefusesANameThatIsNone) {
  for (const std::string& name :
       {std::string(), std::string("  "), std::string("\u00A0"), std::string("a\nb"), std::string(65, 'x')}) {
    const auto refused = run({"add", name});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.out, "");
  }
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_cabinets"), 0);
}

TEST_P(CabinetCommand, ListShowsWhichAreTrusted) {
  run({"add", "b"});
  run({"add", "a"});
  run({"revoke", "a"});
  const auto until = fmt::format("{:%Y-%m-%d}", fmt::gmtime(clock_seconds() + 86400));
  EXPECT_EQ(run({"list"}).out, "2\trevoked\ta\tnever\t-\t-\t-\n1\ttrusted\tb\tnever\t-\t" + until + "\t-\n");
  clock().advance(std::chrono::hours(25));
  EXPECT_EQ(run({"list"}).out, "2\trevoked\ta\tnever\t-\t-\t-\n1\trevoked\tb\tnever\t-\t-\t-\n");
}

TEST_P(CabinetCommand, RevokeEndsTheToken) {
  const auto token = run({"add", "desk"}).out;
  EXPECT_EQ(run({"revoke", "desk"}).code, 0);
  EXPECT_FALSE(is_trusted(token.substr(0, token.size() - 1)));
}

TEST_P(CabinetCommand, RevokeNamesACabinetThatIsNotThere) {
  const auto revoked = run({"revoke", "nowhere"});
  EXPECT_EQ(revoked.code, 1);
  EXPECT_NE(revoked.err.find("nowhere"), std::string::npos);
}

TEST_P(CabinetCommand, ExplainsItselfWhereItIsNotUnderstood) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"add"},
                                                    {"add", "a", "b"},
                                                    {"list", "a"},
                                                    {"remove", "a"},
                                                    {"rotate"},
                                                    {"init", "now"},
                                                    {"add", "a", "--csr", "file"},
                                                    {"add", "a", "--certificate"},
                                                    {"add", "a", "--certificate", ""},
                                                    {"add", "a", "--grace", "1"},
                                                    {"rotate", "a", "--grace", "-1"},
                                                    {"rotate", "a", "--grace", "8761"},
                                                    {"rotate", "a", "--grace", "1h"}}) {
    const auto refused = run(arguments);
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("usage"), std::string::npos);
  }
}

}  // namespace
}  // namespace key_cabinet
