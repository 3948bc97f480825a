// Which cabinet a credential is of, asked of the database at every request, so that a revocation takes effect at once.
// On MySQL the requests that wait at the same moment are looked up together, by one statement that begins after each of
// them came. Thread-safe.
#pragma once

#include <callboard/coalescer.hpp>
#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "cabinet_repository.hpp"

namespace key_cabinet {

class CabinetLookUps {
 public:
  CabinetLookUps(callboard::Database& database, const CabinetRepository& rows, const callboard::Clock& clock)
      : database_(database),
        rows_(rows),
        clock_(clock),
        tokens_([this](auto batch) { look_up_tokens(batch); }),
        certificates_([this](auto batch) { look_up_certificates(batch); }) {}

  // Nothing where it is unknown, revoked or expired.
  std::optional<KnownCabinet> by_token(const DeviceToken& token);
  std::optional<KnownCabinet> by_certificate(const std::string& serial);

 private:
  using Tokens = callboard::Coalescer<DeviceToken, std::optional<KnownCabinet>>;
  using Certificates = callboard::Coalescer<std::string, std::optional<KnownCabinet>>;

  void look_up_tokens(std::span<Tokens::Call* const> batch);
  void look_up_certificates(std::span<Certificates::Call* const> batch);

  callboard::Database& database_;
  const CabinetRepository& rows_;
  const callboard::Clock& clock_;
  Tokens tokens_;
  Certificates certificates_;
};

}  // namespace key_cabinet
