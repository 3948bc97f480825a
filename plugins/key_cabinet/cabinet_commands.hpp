// `callboard cabinet init | add | list | rotate | revoke | crl`, for whoever may start programs as the host's user.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cabinets.hpp"
#include "revocation_file.hpp"

namespace key_cabinet {

// What follows the name of a cabinet on the command line.
struct CabinetOptions {
  std::string name;
  bool token = false;
  std::string certificate;  // the folder for it; empty: none
  std::string request;      // a file
  std::optional<std::chrono::hours> grace;
};
// Nothing where the arguments are not understood.
std::optional<CabinetOptions> cabinet_options(const std::vector<std::string>& arguments, bool with_grace);

class CabinetCommands {
 public:
  CabinetCommands(Cabinets& cabinets, RevocationFile& revocations, const CaFolder& folder, const callboard::Site& site,
                  const callboard::Clock& clock)
      : cabinets_(cabinets), revocations_(revocations), folder_(folder), site_(site), clock_(clock) {}

  int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

 private:
  int dispatch(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);
  int init(std::ostream& err);
  int add(const CabinetOptions& options, std::ostream& out, std::ostream& err);
  int rotate(const CabinetOptions& options, std::ostream& out, std::ostream& err);
  int list(std::ostream& out);
  int revoke(const std::string& name, std::ostream& out, std::ostream& err);
  int write_revocations(std::ostream& err);
  int hand_over(const CabinetOptions& options, const Credentials& made, std::ostream& out, std::ostream& err);

  Cabinets& cabinets_;
  RevocationFile& revocations_;
  const CaFolder& folder_;
  const callboard::Site& site_;
  const callboard::Clock& clock_;
};

}  // namespace key_cabinet
