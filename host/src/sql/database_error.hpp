// A statement that the database does not understand or cannot carry out: a fault of ours. Not SOCI's own error,
// because that one tells the values that were bound, which may be personal.
#pragma once

#include <stdexcept>

namespace callboard::host {

class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace callboard::host
