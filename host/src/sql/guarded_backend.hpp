// SOCI's backend of either engine, wrapped: its errors become ours where they arise, inside the caller's function, so
// that a rule can catch ConstraintViolation there; and a lost connection is never touched again, because SOCI's MySQL
// backend crashes when it is. Wrapped, not derived from: the backends' classes are not exported.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <soci/soci-backend.h>

#include "sql/dialect.hpp"

namespace callboard::host {

class GuardedSession final : public soci::details::session_backend {
 public:
  GuardedSession(std::unique_ptr<soci::details::session_backend> inner, const Dialect& dialect, SessionState& state)
      : inner_(std::move(inner)), dialect_(dialect), state_(state) {}

  soci::details::session_backend& inner() { return *inner_; }

  bool is_connected() override { return !state_.lost() && inner_->is_connected(); }
  // Only Database begins and ends transactions.
  void begin() override;
  void commit() override;
  void rollback() override;
  bool get_last_insert_id(soci::session& session, const std::string& table, long long& value) override;
  std::string get_table_names_query() const override { return inner_->get_table_names_query(); }
  std::string get_column_descriptions_query() const override { return inner_->get_column_descriptions_query(); }
  std::string create_column_type(soci::data_type type, int precision, int scale) override {
    return inner_->create_column_type(type, precision, scale);
  }
  std::string empty_blob() override { return inner_->empty_blob(); }
  std::string nvl() override { return inner_->nvl(); }
  std::string get_dummy_from_table() const override { return inner_->get_dummy_from_table(); }
  std::string get_backend_name() const override { return inner_->get_backend_name(); }
  soci::details::statement_backend* make_statement_backend() override;
  soci::details::rowid_backend* make_rowid_backend() override { return inner_->make_rowid_backend(); }
  soci::details::blob_backend* make_blob_backend() override { return inner_->make_blob_backend(); }

 private:
  std::unique_ptr<soci::details::session_backend> inner_;
  const Dialect& dialect_;
  SessionState& state_;
};

class GuardedStatement final : public soci::details::statement_backend {
 public:
  GuardedStatement(std::unique_ptr<soci::details::statement_backend> inner, soci::details::session_backend& session,
                   const Dialect& dialect, SessionState& state)
      : inner_(std::move(inner)), session_(session), dialect_(dialect), state_(state) {}

  void alloc() override { inner_->alloc(); }
  void clean_up() override;
  void prepare(const std::string& query, soci::details::statement_type type) override;
  exec_fetch_result execute(int number) override;
  exec_fetch_result fetch(int number) override;
  long long get_affected_rows() override { return inner_->get_affected_rows(); }
  int get_number_of_rows() override { return inner_->get_number_of_rows(); }
  std::string get_parameter_name(int index) const override { return inner_->get_parameter_name(index); }
  std::string rewrite_for_procedure_call(const std::string& query) override {
    return inner_->rewrite_for_procedure_call(query);
  }
  int prepare_for_describe() override;
  void describe_column(int column, soci::data_type& type, std::string& name) override {
    inner_->describe_column(column, type, name);
  }
  soci::details::standard_into_type_backend* make_into_type_backend() override {
    return inner_->make_into_type_backend();
  }
  soci::details::standard_use_type_backend* make_use_type_backend() override { return inner_->make_use_type_backend(); }
  soci::details::vector_into_type_backend* make_vector_into_type_backend() override {
    return inner_->make_vector_into_type_backend();
  }
  soci::details::vector_use_type_backend* make_vector_use_type_backend() override {
    return inner_->make_vector_use_type_backend();
  }

 private:
  template <typename Call>
  auto guarded(Call&& call);
  template <typename Call>
  exec_fetch_result timed(const Call& call);
  void tell();

  std::unique_ptr<soci::details::statement_backend> inner_;
  soci::details::session_backend& session_;  // the engine's own, for the details of an error
  const Dialect& dialect_;
  SessionState& state_;
  std::string text_;                  // where there is a watch
  std::chrono::nanoseconds took_{0};  // since it was executed, rows fetched included
};

}  // namespace callboard::host
