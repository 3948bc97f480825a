// Enrolled cabinets, their device tokens and their certificates.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "cabinet_ca.hpp"
#include "device_tokens.hpp"
#include "loan_repository.hpp"

namespace key_cabinet {

struct Cabinet {
  CabinetId id{};
  std::string name;
  bool trusted = false;  // it has a token or a certificate that is neither revoked nor expired
  std::string place = {};
  std::string firmware = {};
  std::optional<callboard::Time> last_seen = {};
  std::optional<callboard::Time> token_until = {};  // of those that hold, the latest
  std::optional<callboard::Time> certificate_until = {};
};

// What became of a device's certificate, beside its text, which is nowhere kept.
struct DeviceCertificate {
  std::string serial;
  CabinetId cabinet{};
  callboard::Time expires;
};

// A cabinet, as one of its credentials names it.
struct KnownCabinet {
  CabinetId id{};
  std::string name;
};

class CabinetRepository {
 public:
  virtual ~CabinetRepository() = default;

  virtual CabinetId find_or_add(callboard::Transaction& tx, const std::string& name, callboard::Time now) const = 0;
  // Nobody else changes the cabinet's credentials from here until the transaction ends.
  virtual void lock(callboard::Transaction& tx, CabinetId cabinet) const = 0;
  virtual std::optional<Cabinet> find(callboard::Transaction& tx, const std::string& name,
                                      callboard::Time now) const = 0;
  virtual std::optional<Cabinet> find(callboard::Transaction& tx, CabinetId id, callboard::Time now) const = 0;
  virtual std::vector<Cabinet> all(callboard::Transaction& tx, callboard::Time now) const = 0;
  virtual void set_place(callboard::Transaction& tx, CabinetId cabinet, const std::string& place) const = 0;

  virtual void add_token(callboard::Transaction& tx, const DeviceToken& token, callboard::Time now) const = 0;
  virtual void add_certificate(callboard::Transaction& tx, const DeviceCertificate& certificate,
                               callboard::Time now) const = 0;
  // All tokens and certificates of that cabinet hold until `when` and no longer.
  virtual void revoke(callboard::Transaction& tx, CabinetId cabinet, callboard::Time when) const = 0;
  // The certificates that were taken back and would hold otherwise.
  virtual std::vector<Revocation> revoked_certificates(callboard::Transaction& tx, callboard::Time now) const = 0;

  // The cabinet whose credential this is, or nothing where it is unknown, revoked or expired. One read by primary
  // keys each: they are asked at every request of a cabinet.
  virtual std::optional<KnownCabinet> by_token(callboard::Transaction& tx, const DeviceToken& token,
                                               callboard::Time now) const = 0;
  virtual std::optional<KnownCabinet> by_certificate(callboard::Transaction& tx, const std::string& serial,
                                                     callboard::Time now) const = 0;
  // The same for many at once, in their order; no credential twice among them.
  virtual std::vector<std::optional<KnownCabinet>> by_tokens(callboard::Transaction& tx,
                                                             const std::vector<DeviceToken>& tokens,
                                                             callboard::Time now) const = 0;
  virtual std::vector<std::optional<KnownCabinet>> by_certificates(callboard::Transaction& tx,
                                                                   const std::vector<std::string>& serials,
                                                                   callboard::Time now) const = 0;
};

}  // namespace key_cabinet
