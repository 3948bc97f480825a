// CabinetRepository by SQL, on both engines.
#pragma once

#include "cabinet_repository.hpp"

namespace key_cabinet {

class SqlCabinetRepository : public CabinetRepository {
 public:
  CabinetId find_or_add(callboard::Transaction& tx, const std::string& name, callboard::Time now) const override;
  void lock(callboard::Transaction& tx, CabinetId cabinet) const override;
  std::optional<Cabinet> find(callboard::Transaction& tx, const std::string& name, callboard::Time now) const override;
  std::optional<Cabinet> find(callboard::Transaction& tx, CabinetId id, callboard::Time now) const override;
  std::vector<Cabinet> all(callboard::Transaction& tx, callboard::Time now) const override;
  void set_place(callboard::Transaction& tx, CabinetId cabinet, const std::string& place) const override;
  void add_token(callboard::Transaction& tx, const DeviceToken& token, callboard::Time now) const override;
  void add_certificate(callboard::Transaction& tx, const DeviceCertificate& certificate,
                       callboard::Time now) const override;
  void revoke(callboard::Transaction& tx, CabinetId cabinet, callboard::Time when) const override;
  std::vector<Revocation> revoked_certificates(callboard::Transaction& tx, callboard::Time now) const override;
  std::optional<KnownCabinet> by_token(callboard::Transaction& tx, const DeviceToken& token,
                                       callboard::Time now) const override;
  std::optional<KnownCabinet> by_certificate(callboard::Transaction& tx, const std::string& serial,
                                             callboard::Time now) const override;
  std::vector<std::optional<KnownCabinet>> by_tokens(callboard::Transaction& tx, const std::vector<DeviceToken>& tokens,
                                                     callboard::Time now) const override;
  std::vector<std::optional<KnownCabinet>> by_certificates(callboard::Transaction& tx,
                                                           const std::vector<std::string>& serials,
                                                           callboard::Time now) const override;

  // The statements of every request, for a test of their query plans.
  static const char* token_statement();
  static const char* certificate_statement();
  // Those for many at once, MySQL only.
  static const char* tokens_statement();
  static const char* certificates_statement();
};

}  // namespace key_cabinet
