#include "sql_answer_repository.hpp"

#include <soci/soci.h>

#include "sql_time.hpp"

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
                    soci::use(request_.fingerprint, "fingerprint"), soci::use(answer_.status, "status"),
                    soci::use(answer_.body, "body"), soci::use(at_, "at"))) {}

  void execute(const RequestIdentity& request, const Answer& answer, Time now) {
    cabinet_ = static_cast<long long>(request.cabinet);
    request_ = request;
    answer_ = answer;
    at_ = sql_time(now);
    statement_.execute(true);
  }

 private:
  long long cabinet_ = 0;
  RequestIdentity request_;
  Answer answer_;
  std::string at_;
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
  const auto cabinet = static_cast<long long>(request.cabinet);
  Stored stored;
  tx.sql() << R"sql(
      SELECT fingerprint, status, body FROM key_cabinet_answers
       WHERE cabinet_id = :cabinet AND idempotency_key = :key)sql",
      soci::use(cabinet, "cabinet"), soci::use(request.idempotency_key, "key"), soci::into(stored.fingerprint),
      soci::into(stored.answer.status), soci::into(stored.answer.body);
  if (!tx.sql().got_data()) return std::nullopt;
  return stored;
}

long long SqlAnswerRepository::remove_before(Transaction& tx, Time before, int limit) const {
  const auto when = sql_time(before);
  soci::statement remove =
      (tx.sql().prepare << remove_statement(tx.engine()), soci::use(when, "before"), soci::use(limit, "limit"));
  remove.execute(true);
  return remove.get_affected_rows();
}

}  // namespace key_cabinet
