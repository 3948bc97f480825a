// One session of a database, with the statements that are kept on it. Used by one thread at a time. What has failed
// is thrown away and opened anew: nothing is ever reconnected in place.
#pragma once

#include <memory>
#include <unordered_map>

#include <soci/soci.h>

#include "callboard/database.hpp"
#include "sql/dialect.hpp"
#include "sql/session_state.hpp"

namespace callboard::host {

class DatabaseConnection {
 public:
  // Connects. Throws Unavailable. `dialect` must outlive it.
  explicit DatabaseConnection(const Dialect& dialect);
  ~DatabaseConnection();
  DatabaseConnection(const DatabaseConnection&) = delete;
  DatabaseConnection& operator=(const DatabaseConnection&) = delete;

  soci::session& session() { return session_; }
  // The engine's own backend, for its raw handle.
  soci::details::session_backend& native();
  SessionState& state() { return state_; }
  // Before each use. Statements that were kept go when one of them has failed: SOCI's MySQL backend would leak the text
  // that was bound to it.
  void start();
  const Dialect& dialect() const { return dialect_; }

  using MakeKept = std::unique_ptr<Kept> (*)(Transaction&);
  Kept& kept(const void* key, MakeKept make, Transaction& tx);

 private:
  struct Factory : soci::backend_factory {
    Factory(const Dialect& dialect, SessionState& state) : dialect(dialect), state(state) {}
    soci::details::session_backend* make_session(const soci::connection_parameters&) const override;
    const Dialect& dialect;
    SessionState& state;
  };

  const Dialect& dialect_;
  SessionState state_;
  Factory factory_;
  soci::session session_;
  std::unordered_map<const void*, std::unique_ptr<Kept>> kept_;  // goes before its session
};

class ConnectionTransaction final : public Transaction {
 public:
  explicit ConnectionTransaction(DatabaseConnection& connection) : connection_(connection) {}
  soci::session& sql() override { return connection_.session(); }
  Engine engine() const override { return connection_.dialect().engine(); }

 protected:
  Kept& kept(const void* key, MakeKept make) override { return connection_.kept(key, make, *this); }

 private:
  DatabaseConnection& connection_;
};

}  // namespace callboard::host
