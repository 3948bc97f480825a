// crl.pem in the CA's folder: the certificates that nginx is to refuse. The host itself asks the database. Thread-safe,
// and between processes too.
#pragma once

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "ca_folder.hpp"
#include "cabinet_repository.hpp"

namespace key_cabinet {

class RevocationFile {
 public:
  RevocationFile(callboard::Database& database, const CabinetRepository& rows, const CaFolder& folder,
                 const callboard::Clock& clock, callboard::Log& log)
      : database_(database), rows_(rows), folder_(folder), clock_(clock), log_(log) {}

  // Writes it anew; returns how many certificates are in it. Throws FileError, CryptoError.
  std::size_t write();
  // The same where there is a CA; a fault is logged, and mended by the job.
  void try_to_write() noexcept;
  // The job: writes it where it does not say what the database says, or a good part of its time is over.
  void renew();

 private:
  bool there_is_a_ca() const;
  bool is_right() const;
  std::vector<Revocation> revoked() const;

  callboard::Database& database_;
  const CabinetRepository& rows_;
  const CaFolder& folder_;
  const callboard::Clock& clock_;
  callboard::Log& log_;
};

// What a list says: the serials in their order, and when it was made. Throws CryptoError.
struct RevocationList {
  std::vector<std::string> serials;
  callboard::Time made;
};
RevocationList read_revocation_list(std::string_view pem);

}  // namespace key_cabinet
