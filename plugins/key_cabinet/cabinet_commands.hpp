// `callboard cabinet add NAME | list | revoke NAME`.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cabinets.hpp"

namespace key_cabinet {

class CabinetCommands {
 public:
  explicit CabinetCommands(Cabinets& cabinets) : cabinets_(cabinets) {}

  int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

 private:
  int add(const std::string& name, std::ostream& out, std::ostream& err);
  int list(std::ostream& out);
  int revoke(const std::string& name, std::ostream& out, std::ostream& err);

  Cabinets& cabinets_;
};

}  // namespace key_cabinet
