#include "sql/connection.hpp"

#include "sql/guarded_backend.hpp"

namespace callboard::host {

soci::details::session_backend* DatabaseConnection::Factory::make_session(const soci::connection_parameters&) const {
  return new GuardedSession(dialect.open(), dialect, state);
}

DatabaseConnection::DatabaseConnection(const Dialect& dialect)
    : dialect_(dialect), factory_(dialect, state_), session_(soci::connection_parameters(factory_, "")) {}

DatabaseConnection::~DatabaseConnection() = default;

soci::details::session_backend& DatabaseConnection::native() {
  return static_cast<GuardedSession*>(session_.get_backend())->inner();
}

void DatabaseConnection::start() {
  if (state_.errors) kept_.clear();
  state_ = {};
}

Kept& DatabaseConnection::kept(const void* key, MakeKept make, Transaction& tx) {
  auto& slot = kept_[key];
  if (!slot) slot = make(tx);
  return *slot;
}

}  // namespace callboard::host
