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

// Two readings of the clock, and nothing else where it was quick. Fetching is told of when it ends, all rows together.
template <typename Call>
soci::details::statement_backend::exec_fetch_result GuardedStatement::timed(const Call& call) {
  if (dialect_.watch() == nullptr) return guarded(call);
  const auto begun = std::chrono::steady_clock::now();
  const auto result = guarded(call);
  took_ += std::chrono::steady_clock::now() - begun;
  if (result == ef_no_data) tell();
  return result;
}

void GuardedStatement::tell() {
  auto* const watch = dialect_.watch();
  if (watch != nullptr && took_ >= watch->slow_from()) {
    watch->slow(text_, std::chrono::duration_cast<std::chrono::microseconds>(took_));
  }
  took_ = std::chrono::nanoseconds(0);
}

void GuardedStatement::clean_up() {
  tell();
  inner_->clean_up();
}

void GuardedStatement::prepare(const std::string& query, soci::details::statement_type type) {
  if (dialect_.watch() != nullptr) text_ = query;
  guarded([&] { inner_->prepare(query, type); });
}

soci::details::statement_backend::exec_fetch_result GuardedStatement::execute(int number) {
  ++state_.statements;
  tell();  // of its last run, whose rows may not have been fetched to the end
  const auto result = timed([&] { return inner_->execute(number); });
  if (dialect_.watch() != nullptr && took_ >= dialect_.watch()->slow_from()) tell();
  return result;
}

soci::details::statement_backend::exec_fetch_result GuardedStatement::fetch(int number) {
  return timed([&] { return inner_->fetch(number); });
}

int GuardedStatement::prepare_for_describe() {
  return guarded([&] { return inner_->prepare_for_describe(); });
}

}  // namespace callboard::host
