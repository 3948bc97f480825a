#include "sql/guarded_backend.hpp"

#include <stdexcept>

namespace callboard::host {
namespace {

[[noreturn]] void refuse_transaction_control() {
  throw std::logic_error("transactions are begun and ended by Database, not through Transaction::sql()");
}

}  // namespace

void GuardedSession::begin() { refuse_transaction_control(); }
void GuardedSession::commit() { refuse_transaction_control(); }
void GuardedSession::rollback() { refuse_transaction_control(); }

bool GuardedSession::get_last_insert_id(soci::session& session, const std::string& table, long long& value) {
  return inner_->get_last_insert_id(session, table, value);
}

soci::details::statement_backend* GuardedSession::make_statement_backend() {
  std::unique_ptr<soci::details::statement_backend> inner(inner_->make_statement_backend());
  return new GuardedStatement(std::move(inner), *inner_, dialect_, state_);
}

template <typename Call>
auto GuardedStatement::guarded(Call&& call) {
  if (state_.lost()) throw Unavailable("database: " + state_.why);
  try {
    return call();
  } catch (const soci::soci_error& error) {
    state_.errors = true;
    dialect_.translate(error, session_, state_);
    throw;  // not reached
  }
}

void GuardedStatement::prepare(const std::string& query, soci::details::statement_type type) {
  guarded([&] { inner_->prepare(query, type); });
}

soci::details::statement_backend::exec_fetch_result GuardedStatement::execute(int number) {
  ++state_.statements;
  return guarded([&] { return inner_->execute(number); });
}

soci::details::statement_backend::exec_fetch_result GuardedStatement::fetch(int number) {
  return guarded([&] { return inner_->fetch(number); });
}

int GuardedStatement::prepare_for_describe() {
  return guarded([&] { return inner_->prepare_for_describe(); });
}

}  // namespace callboard::host
