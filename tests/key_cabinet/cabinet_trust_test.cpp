// Certificates beside tokens: which of them lets a cabinet in, and when that ends.
#include <fstream>
#include <sstream>

#include <sys/stat.h>

#include "callboard/testing/query_plan.hpp"
#include "trust_fixture.hpp"

namespace key_cabinet {
namespace {

using callboard::testing::query_plan;

class CertificateTrust : public TrustFixture {
 protected:
  void SetUp() override {
    TrustFixture::SetUp();
    make_ca();
  }

  struct Enrolled {
    CabinetId id;
    std::string token, serial, subject;
  };
  Enrolled enrol(const std::string& name) {
    const auto made = cabinets().enrol(console(), name, {.token = true, .certificate = true}).value();
    return {made.id, made.token, newest_serial(made.id), subject_prefix(made.id) + "CN=x,O=y"};
  }
  std::string newest_serial(CabinetId id) {
    return database().read_single([&](Transaction& tx) {
      std::string serial;
      const auto of = to_sql(id);
      tx.sql() << "SELECT serial FROM key_cabinet_certificates WHERE cabinet_id = :id AND revoked_at IS NULL",
          soci::use(of, "id"), soci::into(serial);
      return serial;
    });
  }

  std::optional<Visitor> ask(const std::string& serial, const std::string& subject, const std::string& token = {}) {
    RequestHead head;
    head.method = Method::Post;
    head.target = "/issue_key";
    head.client_serial = serial;
    head.client_certificate = subject;
    if (!token.empty()) head.headers.add("Authorization", "Bearer " + token);
    return authenticator().authenticate(Request(std::move(head)));
  }
  std::optional<Visitor> by_certificate(const Enrolled& of) { return ask(of.serial, of.subject); }
  std::optional<Visitor> by_token(const Enrolled& of) { return ask("", "", of.token); }

  std::string file(const std::string& name) { return read_small_file(ca_.file(name)).value(); }
  static mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777;
  }
  struct Run {
    int code;
    std::string out, err;
  };
  Run run(const std::vector<std::string>& arguments) {
    std::ostringstream out, err;
    const int code = commands().run(arguments, out, err);
    return {code, out.str(), err.str()};
  }
};
CALLBOARD_ON_BOTH_ENGINES(CertificateTrust);

TEST_P(CertificateTrust, KnowsTheCabinetByItsCertificateOrItsToken) {
  const auto cabinet = enrol("Вахта");
  for (const auto& visitor :
       {by_certificate(cabinet), by_token(cabinet), ask(cabinet.serial, cabinet.subject, cabinet.token)}) {
    ASSERT_TRUE(visitor);
    EXPECT_EQ(visitor->device, cabinet.id);
    EXPECT_EQ(visitor->name, "Вахта");
  }
}

TEST_P(CertificateTrust, EndsAtOnceWhenRevoked) {
  const auto cabinet = enrol("desk"), other = enrol("other");
  revoke("desk");
  EXPECT_THROW(by_certificate(cabinet), Unauthorized);
  EXPECT_THROW(by_token(cabinet), Unauthorized);
  EXPECT_THROW(ask(cabinet.serial, cabinet.subject, cabinet.token), Unauthorized);
  EXPECT_TRUE(by_certificate(other));
}

TEST_P(CertificateTrust, EndsWhenItExpires) {
  const auto cabinet = enrol("desk");
  clock().advance(std::chrono::hours(239));
  EXPECT_TRUE(by_certificate(cabinet));
  clock().advance(std::chrono::hours(2));
  EXPECT_THROW(by_certificate(cabinet), Unauthorized);
}

TEST_P(CertificateTrust, IsOfOneCabinetAlone) {
  const auto one = enrol("one"), two = enrol("two");
  EXPECT_THROW(ask(one.serial, one.subject, two.token), Unauthorized);
  EXPECT_THROW(ask(one.serial, two.subject), Unauthorized);
  EXPECT_THROW(ask(one.serial, ""), Unauthorized);
  EXPECT_THROW(ask(one.serial, "CN=serialNumber\\=1,O=y"), Unauthorized);
}

TEST_P(CertificateTrust, RefusesASerialThatIsNotInTheTable) {
  const auto cabinet = enrol("desk");
  EXPECT_THROW(ask("00", cabinet.subject), Unauthorized);
  EXPECT_THROW(ask("00", cabinet.subject, cabinet.token), Unauthorized);
  EXPECT_THROW(ask(std::string(100'000, 'A'), cabinet.subject), Unauthorized);
}

TEST_P(CertificateTrust, AloneIsEnoughOrNotByTheSetting) {
  const auto cabinet = enrol("desk");
  use(Auth::Certificate);
  EXPECT_TRUE(by_certificate(cabinet));
  EXPECT_THROW(by_token(cabinet), Unauthorized);
  EXPECT_FALSE(ask("", ""));
  use(Auth::Token);
  EXPECT_TRUE(by_token(cabinet));
  EXPECT_FALSE(by_certificate(cabinet));
  use(Auth::Either);
  EXPECT_FALSE(ask("", ""));
}

TEST_P(CertificateTrust, IsAskedOfNobodyInALaboratory) {
  const auto cabinet = enrol("desk");
  use(Auth::Open);
  EXPECT_EQ(ask("", "").value().device, CabinetId{});
  EXPECT_TRUE(ask("", "").value().is_device());
  EXPECT_EQ(by_token(cabinet).value().device, cabinet.id);
  EXPECT_EQ(ask("00", "").value().device, CabinetId{});
}

TEST_P(CertificateTrust, OfBeforeGoesOnForTheGraceAndNoLonger) {
  const auto old = enrol("desk");
  const auto fresh = cabinets().rotate(console(), old.id, {}, std::chrono::hours(2));
  EXPECT_TRUE(by_certificate(old));
  EXPECT_TRUE(by_token(old));
  EXPECT_TRUE(ask("", "", fresh.token));
  clock().advance(std::chrono::hours(3));
  EXPECT_THROW(by_certificate(old), Unauthorized);
  EXPECT_THROW(by_token(old), Unauthorized);
  EXPECT_TRUE(ask("", "", fresh.token));
}

TEST_P(CertificateTrust, OfBeforeEndsAtOnceWithoutGraceAndWithARevocation) {
  const auto old = enrol("desk");
  cabinets().rotate(console(), old.id, {}, std::chrono::hours(0));
  EXPECT_THROW(by_token(old), Unauthorized);
  const auto other = enrol("other");
  cabinets().rotate(console(), other.id, {}, std::chrono::hours(100));
  revoke("other");
  EXPECT_THROW(by_certificate(other), Unauthorized);
}

TEST_P(CertificateTrust, IsToldToTheAuditLogWithoutItsSecrets) {
  const auto made = cabinets().enrol(console(), "desk", {.token = true, .certificate = true}).value();
  cabinets().rotate(console(), made.id, {}, {});
  revoke("desk");
  const auto id = std::to_string(to_sql(made.id));
  EXPECT_EQ(audit_.actions(),
            (std::vector<std::string>{"cabinet_enrolled key_cabinet " + id, "credentials_rotated key_cabinet " + id,
                                      "credentials_revoked key_cabinet " + id}));
  for (const auto& entry : audit_.entries()) {
    for (const auto& change : entry.entry.changes) EXPECT_LT(change.after.size(), 12u);
  }
}

TEST_P(CertificateTrust, IsMadeForTheDevicesOwnKeyOrNotAtAll) {
  EXPECT_THROW(cabinets().enrol(console(), "desk", {.token = true, .certificate = true, .request = "garbage"}),
               CryptoError);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_cabinets"), 0);
  std::filesystem::remove(ca_.file("ca.key"));
  EXPECT_FALSE(maker_->makes_certificates());
  EXPECT_THROW(cabinets().enrol(console(), "desk", {.token = true, .certificate = true}), FileError);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_tokens"), 0);
}

TEST_P(CertificateTrust, ListNamesTheRevokedUntilTheyExpire) {
  const auto cabinet = enrol("desk"), other = enrol("other");
  EXPECT_EQ(read_revocation_list(file("crl.pem")).serials, std::vector<std::string>{});
  revoke("desk");
  EXPECT_EQ(revocations_->write(), 1u);
  EXPECT_EQ(read_revocation_list(file("crl.pem")).serials, std::vector<std::string>{cabinet.serial});
  clock().advance(std::chrono::hours(250));
  EXPECT_EQ(revocations_->write(), 0u);
}

TEST_P(CertificateTrust, ListIsMendedAndRenewedByTheJob) {
  const auto cabinet = enrol("desk");
  const auto before = file("crl.pem");
  revocations_->renew();
  EXPECT_EQ(file("crl.pem"), before);
  revoke("desk");
  revocations_->renew();
  EXPECT_EQ(read_revocation_list(file("crl.pem")).serials, std::vector<std::string>{cabinet.serial});
  const auto mended = file("crl.pem");
  clock().advance(std::chrono::hours(24 * 31));
  revocations_->renew();
  EXPECT_NE(file("crl.pem"), mended);
}

TEST_P(CertificateTrust, ListIsNobodysBusinessBeforeThereIsACa) {
  std::filesystem::remove_all(ca_.path());
  revocations_->renew();
  revocations_->try_to_write();
  EXPECT_TRUE(log_.lines().empty());
  EXPECT_THROW(revocations_->write(), FileError);
  EXPECT_FALSE(ca_.snapshot_key());
}

TEST_P(CertificateTrust, CommandMakesTheCaOnceAndKeepsItsSecrets) {
  const auto before = file("ca.key");
  EXPECT_EQ(run({"init"}).code, 1);
  EXPECT_EQ(file("ca.key"), before);
  for (const char* secret : {"ca.key", "snapshot.key"}) EXPECT_EQ(mode_of(ca_.file(secret)), 0600u);
  EXPECT_TRUE(ca_.snapshot_key());
  std::filesystem::remove_all(ca_.path());
  EXPECT_EQ(run({"init"}).code, 0);
  EXPECT_NE(file("ca.key"), before);
}

TEST_P(CertificateTrust, CommandWritesTheFilesOfADevice) {
  const auto folder = folder_.path() / "device";
  const auto added = run({"add", "desk", "--certificate", folder.string()});
  EXPECT_EQ(added.code, 0) << added.err;
  EXPECT_EQ(added.out, "");
  EXPECT_EQ(mode_of(folder / "cabinet.key"), 0600u);
  EXPECT_EQ(mode_of(folder), 0700u);
  for (const char* name : {"cabinet.pem", "ca.pem", "snapshot.pem"})
    EXPECT_TRUE(read_small_file(folder / name)) << name;
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_tokens"), 0);

  EXPECT_EQ(run({"rotate", "desk", "--token", "--certificate", folder.string()}).code, 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_certificates WHERE revoked_at IS NULL"), 1);
  const auto rotated = run({"rotate", "desk", "--token", "--certificate", (folder / "new").string(), "--grace", "1"});
  EXPECT_EQ(rotated.code, 0) << rotated.err;
  EXPECT_TRUE(rotated.out.ends_with("\n"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_certificates"), 2);
}

TEST_P(CertificateTrust, CommandTakesARequestOfTheDevice) {
  const auto request = folder_.path() / "request.pem", folder = folder_.path() / "device";
  std::ofstream(request) << "garbage";
  const auto refused = run({"add", "desk", "--certificate", folder.string(), "--csr", request.string()});
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("certificate request"), std::string::npos);
  EXPECT_EQ(run({"add", "desk", "--certificate", folder.string(), "--csr", "/nowhere"}).code, 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_cabinets"), 0);
}

TEST_P(CertificateTrust, IsRememberedAsSeenOnceAMinute) {
  const auto cabinet = enrol("desk");
  const auto seen = [&] { return cabinets().find(cabinet.id).value().last_seen; };
  EXPECT_FALSE(seen());
  const auto first = clock().now();
  by_token(cabinet);
  EXPECT_EQ(seen(), first);
  clock().advance(std::chrono::seconds(59));
  by_token(cabinet);
  EXPECT_EQ(seen(), first);
  clock().advance(std::chrono::seconds(1));
  by_certificate(cabinet);
  EXPECT_EQ(seen(), clock().now());
}

TEST_P(CertificateTrust, FailsNoRequestWhereItCannotBeRemembered) {
  struct Failing : SqlDeviceStates {
    void seen(Transaction&, CabinetId, Time, Time) const override { throw std::runtime_error("no disk"); }
  } const failing;
  LastSeen last_seen(database(), failing, clock(), log_);
  last_seen.note(CabinetId{1});
  last_seen.note(CabinetId{1});
  ASSERT_EQ(log_.lines().size(), 1u);
  EXPECT_EQ(log_.lines()[0].event, "key_cabinet.last_seen_lost");
}

TEST_P(CertificateTrust, CheckInIsAnsweredByAnIndex) {
  const auto cabinet = enrol("desk");
  const auto reply = database().transact([&](Transaction& tx) {
    state_rows_.checked_in(tx, cabinet.id, {"1.4.2", 3}, clock().now());
    return state_rows_.reply(tx, cabinet.id);
  });
  EXPECT_EQ(reply.last_seq, 0);
  EXPECT_EQ(reply.snapshot, 0);
  EXPECT_EQ(cabinets().find(cabinet.id).value().firmware, "1.4.2");
  EXPECT_EQ(number("SELECT pending FROM key_cabinet_cabinets"), 3);
  for (const auto& step : query_plan(database(), SqlDeviceStates::reply_statement(), {{":cabinet", "1"}})) {
    EXPECT_EQ(step.find("SCAN key_cabinet"), std::string::npos) << step;
    EXPECT_EQ(step.find("type ALL"), std::string::npos) << step;
  }
}

}  // namespace
}  // namespace key_cabinet
