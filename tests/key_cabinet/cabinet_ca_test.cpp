#include "cabinet_ca.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "revocation_file.hpp"

namespace key_cabinet {
namespace {

using namespace callboard;

const Time kNow{std::chrono::seconds(1'795'248'000)};

struct StoreFree {
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
};
struct ContextFree {
  void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
};

CertificateHandle certificate_of(const std::string& pem) {
  const auto in = bio_over(pem);
  return CertificateHandle(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
}

std::string nginx_subject(const std::string& pem) {
  const auto out = memory_bio();
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate_of(pem).get()), 0, XN_FLAG_RFC2253);
  return content_of(out.get());
}

// As nginx verifies it: the chain, the use, and the revocation list where there is one. X509_V_OK is 0.
int verdict(const CabinetCa& ca, const std::string& pem, Time at, const std::string& list = {}) {
  const std::unique_ptr<X509_STORE, StoreFree> store(X509_STORE_new());
  const auto root = certificate_of(ca.certificate_pem()), leaf = certificate_of(pem);
  X509_STORE_add_cert(store.get(), root.get());
  if (!list.empty()) {
    const auto in = bio_over(list);
    const CrlHandle crl(PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr));
    X509_STORE_add_crl(store.get(), crl.get());
    X509_STORE_set_flags(store.get(), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  }
  const std::unique_ptr<X509_STORE_CTX, ContextFree> context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), nullptr);
  X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT);
  X509_STORE_CTX_set_time(context.get(), 0,
                          std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(at)));
  X509_verify_cert(context.get());
  return X509_STORE_CTX_get_error(context.get());
}

std::string request_with(EVP_PKEY* key, EVP_PKEY* signer, const char* name = "whoever") {
  const CsrHandle request(X509_REQ_new());
  X509_NAME_add_entry_by_NID(X509_REQ_get_subject_name(request.get()), NID_commonName, MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_REQ_set_pubkey(request.get(), key);
  X509_REQ_sign(request.get(), signer, EVP_sha256());
  const auto out = memory_bio();
  PEM_write_bio_X509_REQ(out.get(), request.get());
  return content_of(out.get());
}

class CabinetCaTest : public ::testing::Test {
 protected:
  CabinetCa::Signed sign(const std::string& name = "Вахта", const std::string& school = "Школа",
                         std::chrono::seconds lifetime = std::chrono::hours(24)) {
    return ca_.sign(key_.get(), {CabinetId{7}, name, school}, kNow, lifetime);
  }
  CabinetCa ca_ = CabinetCa::make("Школа", kNow);
  KeyHandle key_ = make_key();
};

TEST_F(CabinetCaTest, SignsWhatVerifiesAsAClientUntilItExpires) {
  const auto made = sign();
  EXPECT_EQ(made.expires, kNow + std::chrono::hours(24));
  EXPECT_EQ(verdict(ca_, made.pem, kNow), X509_V_OK);
  EXPECT_EQ(verdict(ca_, made.pem, kNow + std::chrono::hours(25)), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_NE(verdict(CabinetCa::make("Школа", kNow), made.pem, kNow), X509_V_OK);
}

TEST_F(CabinetCaTest, NamesTheCabinetByItsIdFirst) {
  const auto subject = nginx_subject(sign("serialNumber=8,CN=x", "O=y,serialNumber=9").pem);
  EXPECT_TRUE(subject.starts_with(subject_prefix(CabinetId{7}))) << subject;
  EXPECT_FALSE(subject.starts_with(subject_prefix(CabinetId{8})));
}

TEST_F(CabinetCaTest, CutsLongNamesToWhatACertificateTakes) {
  std::string longest;
  for (int i = 0; i < 80; ++i) longest += "Я";
  const auto made = sign(longest, longest);
  EXPECT_EQ(verdict(ca_, made.pem, kNow), X509_V_OK);
  EXPECT_LT(i2d_X509(certificate_of(made.pem).get(), nullptr), 1000);
  EXPECT_EQ(verdict(ca_, sign("x", "").pem, kNow), X509_V_OK);
}

TEST_F(CabinetCaTest, GivesEachCertificateASerialAsNginxTellsIt) {
  const auto one = sign(), two = sign();
  EXPECT_NE(one.serial, two.serial);
  EXPECT_EQ(one.serial.size(), 32u);
  EXPECT_EQ(one.serial.find_first_not_of("0123456789ABCDEF"), std::string::npos);
}

TEST_F(CabinetCaTest, SignsForNoLongerThanItLivesItself) {
  const auto made = sign("x", "y", std::chrono::hours(24) * 100'000);
  EXPECT_LE(made.expires, kNow + CabinetCa::kLifetime);
}

TEST_F(CabinetCaTest, ListsWhatWasTakenBack) {
  const auto good = sign(), bad = sign();
  const auto list = ca_.revocation_list({{bad.serial, kNow}}, kNow);
  EXPECT_EQ(verdict(ca_, good.pem, kNow, list), X509_V_OK);
  EXPECT_EQ(verdict(ca_, bad.pem, kNow, list), X509_V_ERR_CERT_REVOKED);
  EXPECT_EQ(read_revocation_list(list).serials, std::vector<std::string>{bad.serial});
  EXPECT_EQ(verdict(ca_, good.pem, kNow, ca_.revocation_list({}, kNow)), X509_V_OK);
}

TEST_F(CabinetCaTest, IsTheSameAfterItWasStored) {
  const auto again = CabinetCa::from_pem(ca_.key_pem(), ca_.certificate_pem());
  const auto made = again.sign(key_.get(), {CabinetId{7}, "x", "y"}, kNow, std::chrono::hours(1));
  EXPECT_EQ(verdict(ca_, made.pem, kNow), X509_V_OK);
}

TEST_F(CabinetCaTest, IsNoOtherCertificateOrKey) {
  EXPECT_THROW(CabinetCa::from_pem(private_pem(key_.get()), ca_.certificate_pem()), CryptoError);
  EXPECT_THROW(CabinetCa::from_pem(private_pem(key_.get()), sign().pem), CryptoError);
  EXPECT_THROW(CabinetCa::from_pem(ca_.key_pem(), "garbage"), CryptoError);
}

TEST_F(CabinetCaTest, TakesTheKeyOfARequestAndNothingElse) {
  const auto asked = key_of_request(request_with(key_.get(), key_.get(), "serialNumber=1,CN=admin"));
  EXPECT_EQ(public_pem(asked.get()), public_pem(key_.get()));
}

TEST_F(CabinetCaTest, RefusesRequestsThatAreNone) {
  const KeyHandle rsa(EVP_RSA_gen(2048)), p384(EVP_EC_gen("P-384")), other = make_key();
  for (const auto& request :
       {std::string(), std::string("garbage"), sign().pem, private_pem(key_.get()), request_with(rsa.get(), rsa.get()),
        request_with(p384.get(), p384.get()), request_with(key_.get(), other.get()), std::string(kMostRequest + 1, 'x'),
        request_with(key_.get(), key_.get()) + std::string(kMostRequest, ' ')}) {
    EXPECT_THROW(key_of_request(request), CryptoError) << request.substr(0, 100);
  }
}

TEST_F(CabinetCaTest, RefusesAKeyThatSpellsItsCurveOut) {
  const KeyHandle spelt_out = make_key();
  ASSERT_EQ(EVP_PKEY_set_utf8_string_param(spelt_out.get(), "encoding", "explicit"), 1);
  EXPECT_THROW(key_of_request(request_with(spelt_out.get(), spelt_out.get())), CryptoError);
}

}  // namespace
}  // namespace key_cabinet
