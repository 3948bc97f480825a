#include "sql_answer_repository.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

class AddAnswer : public Kept {
 public:
  explicit AddAnswer(Transaction& tx)
      : statement_((tx.sql().prepare << R"sql(
          INSERT INTO key_cabinet_answers (cabinet_id, idempotency_key, fingerprint, status, body, stored_at)
          VALUES (:cabinet, :key, :fingerprint, :status, :body, :at))sql",
                    soci::use(cabinet_, "cabinet"), soci::use(request_.idempotency_key, "key"),
                    soci::use(request_.fingerprint, "fingerprint"), soci::use(status_, "status"),
                    soci::use(body_, "body"), soci::use(at_, "at"))) {}

  void execute(const RequestIdentity& request, const Answer& answer, Time now) {
    cabinet_ = to_sql(request.cabinet);
    request_ = request;
    status_ = answer.status;
    body_ = answer.body;
    at_ = to_sql(now);
    statement_.execute(true);
  }

 private:
  long long cabinet_ = 0;
  RequestIdentity request_;
  long long status_ = 0;
  std::string body_;
  long long at_ = 0;
  soci::statement statement_;
};

// Neither engine's way to delete a limited number of rows is known to the other.
const char* remove_statement(Engine engine) {
  return engine == Engine::Sqlite ? R"sql(
      DELETE FROM key_cabinet_answers WHERE (cabinet_id, idempotency_key) IN
        (SELECT cabinet_id, idempotency_key FROM key_cabinet_answers WHERE stored_at < :before
          ORDER BY stored_at LIMIT :limit))sql"
                                  : R"sql(
      DELETE FROM key_cabinet_answers WHERE stored_at < :before ORDER BY stored_at LIMIT :limit)sql";
}

}  // namespace

void SqlAnswerRepository::add(Transaction& tx, const RequestIdentity& request, const Answer& answer, Time now) const {
  tx.kept<AddAnswer>().execute(request, answer, now);
}

std::optional<AnswerRepository::Stored> SqlAnswerRepository::find(Transaction& tx,
                                                                  const RequestIdentity& request) const {
  const auto cabinet = to_sql(request.cabinet);
  long long status = 0;
  Stored stored;
  tx.sql() << R"sql(
      SELECT fingerprint, status, body FROM key_cabinet_answers
       WHERE cabinet_id = :cabinet AND idempotency_key = :key)sql",
      soci::use(cabinet, "cabinet"), soci::use(request.idempotency_key, "key"), soci::into(stored.fingerprint),
      soci::into(status), soci::into(stored.answer.body);
  if (!tx.sql().got_data()) return std::nullopt;
  stored.answer.status = static_cast<int>(status);
  return stored;
}

long long SqlAnswerRepository::remove_before(Transaction& tx, Time before, int limit) const {
  const auto when = to_sql(before);
  const long long most = limit;
  soci::statement remove =
      (tx.sql().prepare << remove_statement(tx.engine()), soci::use(when, "before"), soci::use(most, "limit"));
  return affected_rows(remove);
}

}  // namespace key_cabinet
