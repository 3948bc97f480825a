// A statement that the database does not understand or cannot carry out: a fault of ours. Not SOCI's own error,
// because that one tells the values that were bound, which may be personal.
#pragma once

#include <stdexcept>
#include <string>

namespace callboard::host {

class DatabaseError : public std::runtime_error {
 public:
  explicit DatabaseError(const std::string& text, unsigned code = 0) : std::runtime_error(text), code_(code) {}
  unsigned code() const { return code_; }  // the engine's own; 0: an error of SOCI

 private:
  unsigned code_;
};

}  // namespace callboard::host
