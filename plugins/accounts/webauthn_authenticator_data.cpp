#include "webauthn_authenticator_data.hpp"

#include <callboard/crypto.hpp>

#include "webauthn_cbor.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::size_t kMaxDataBytes = 4096;

enum Flag : unsigned {
  kUserPresent = 0x01,
  kUserVerified = 0x04,
  kBackupEligible = 0x08,
  kBackedUp = 0x10,
  kNewKey = 0x40,
  kExtensions = 0x80,
};

// Reads from the front of the bytes.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  std::string take(std::size_t count) {
    if (count > left_.size()) throw WebauthnRefusal("authenticator data: cut off");
    const std::string taken(left_.substr(0, count));
    left_.remove_prefix(count);
    return taken;
  }
  std::uint32_t take_number(std::size_t bytes) {
    std::uint32_t number = 0;
    for (const char byte : take(bytes)) number = number << 8U | static_cast<unsigned char>(byte);
    return number;
  }
  std::string take_cbor() {
    const auto length = cbor_item_length(left_);
    if (!length) throw WebauthnRefusal("authenticator data: no well-formed CBOR");
    return take(*length);
  }
  bool at_end() const { return left_.empty(); }

 private:
  std::string_view left_;
};

AuthenticatorData::NewKey read_new_key(Reader& reader) {
  AuthenticatorData::NewKey key;
  key.aaguid = reader.take(16);
  const auto length = reader.take_number(2);
  if (length == 0 || length > kMaxCredentialId)
    throw WebauthnRefusal("authenticator data: length of the credential id");
  key.credential_id = reader.take(length);
  constexpr int kCoseAlgorithm = 3;
  const auto map = read_cbor_map(reader.take_cbor(), "public key");
  const auto algorithm = cbor_integer(cbor_member(map.get(), kCoseAlgorithm));
  if (!algorithm) throw WebauthnRefusal("public key: no algorithm");
  key.algorithm = *algorithm;
  return key;
}

}  // namespace

AuthenticatorData AuthenticatorData::read(std::string_view bytes) {
  if (bytes.size() > kMaxDataBytes) throw WebauthnRefusal("authenticator data: too long");
  Reader reader(bytes);
  AuthenticatorData data;
  data.party_hash = reader.take(32);
  const auto flags = reader.take_number(1);
  data.user_present = flags & kUserPresent;
  data.user_verified = flags & kUserVerified;
  data.backup_eligible = flags & kBackupEligible;
  data.backed_up = flags & kBackedUp;
  data.sign_count = reader.take_number(4);
  if (flags & kNewKey) data.new_key = read_new_key(reader);
  if (flags & kExtensions) read_cbor_map(reader.take_cbor(), "extensions");
  if (!reader.at_end()) throw WebauthnRefusal("authenticator data: more bytes than its flags say");
  return data;
}

void AuthenticatorData::require(const RelyingParty& party) const {
  if (!equal_in_constant_time(party_hash, sha256(party.id))) throw WebauthnRefusal("made for another relying party");
  if (!user_present) throw WebauthnRefusal("the user was not present");
  if (!user_verified) throw WebauthnRefusal("the user was not verified");
  if (backed_up && !backup_eligible) throw WebauthnRefusal("backed up, though that cannot be");
}

}  // namespace accounts
