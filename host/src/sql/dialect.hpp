// What differs between the engines about a connection: how it is opened and what its errors mean. One class each.
// Immutable; thread-safe.
#pragma once

#include <memory>

#include <soci/soci-backend.h>

#include "callboard/database.hpp"
#include "sql/session_state.hpp"
#include "sql/statement_watch.hpp"

namespace callboard::host {

class Dialect {
 public:
  // `watch`, if any, is told of statements that take long, and must outlive the connections.
  explicit Dialect(StatementWatch* watch = nullptr) : watch_(watch) {}
  virtual ~Dialect() = default;
  virtual Engine engine() const = 0;
  // Connected and configured. Throws Unavailable.
  virtual std::unique_ptr<soci::details::session_backend> open() const = 0;
  // Notes in `state` what the error means for the connection, and throws what the caller shall see:
  // ConstraintViolation, Unavailable, or the error itself.
  [[noreturn]] virtual void translate(const soci::soci_error& error, soci::details::session_backend& session,
                                      SessionState& state) const = 0;
  StatementWatch* watch() const { return watch_; }

 private:
  StatementWatch* watch_;
};

}  // namespace callboard::host
