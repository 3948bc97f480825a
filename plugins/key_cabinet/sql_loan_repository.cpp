#include "sql_loan_repository.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

// Only a holder with that serial and access to that key gives a row to insert; the unique index on
// `open_key` drops it where the key is out. So the affected rows decide, and no key is in two hands
// however many ask at once. On MySQL the rows that allow it are locked for sharing, so that a key never
// goes out on an access that was revoked meanwhile; on SQLite there is one writer. (IGNORE ignores only
// the duplicate: every other value comes from the rows that were just read, or fits.)
constexpr const char* kOpenSqlite = R"sql(
    INSERT INTO key_cabinet_loans (key_id, holder_id, open_key, taken_at, taken_cabinet_id)
    SELECT k.id, h.id, k.id, :at, NULLIF(:cabinet, 0)
      FROM key_cabinet_holders h
      JOIN key_cabinet_keys k ON k.label = :label
      JOIN key_cabinet_access a ON a.holder_id = h.id AND a.key_id = k.id
     WHERE h.serial = :serial
    ON CONFLICT (open_key) DO NOTHING)sql";

constexpr const char* kOpenMysql = R"sql(
    INSERT IGNORE INTO key_cabinet_loans (key_id, holder_id, open_key, taken_at, taken_cabinet_id)
    SELECT k.id, h.id, k.id, :at, NULLIF(:cabinet, 0)
      FROM key_cabinet_holders h
      JOIN key_cabinet_keys k ON k.label = :label
      JOIN key_cabinet_access a ON a.holder_id = h.id AND a.key_id = k.id
     WHERE h.serial = :serial
      LOCK IN SHARE MODE)sql";

constexpr const char* kClose = R"sql(
    UPDATE key_cabinet_loans
       SET open_key = NULL, returned_at = :at, returned_cabinet_id = NULLIF(:cabinet, 0)
     WHERE open_key = (SELECT k.id FROM key_cabinet_keys k WHERE k.label = :label)
       AND holder_id = (SELECT h.id FROM key_cabinet_holders h WHERE h.serial = :serial))sql";

// Both statements of the usual way take the same values.
class LoanStatement : public Kept {
 public:
  LoanStatement(Transaction& tx, const char* sql)
      : statement_((tx.sql().prepare << sql, soci::use(at_, "at"), soci::use(cabinet_, "cabinet"),
                    soci::use(label_, "label"), soci::use(serial_, "serial"))) {}

  bool execute(CabinetId cabinet, const LoanRequest& request, Time now) {
    at_ = to_sql(now);
    cabinet_ = to_sql(cabinet);
    label_ = request.key;
    serial_ = request.serial;
    return affected_rows(statement_) == 1;
  }

 private:
  long long at_ = 0;
  long long cabinet_ = 0;
  std::string label_;
  std::string serial_;
  soci::statement statement_;
};

struct OpenLoan : LoanStatement {
  explicit OpenLoan(Transaction& tx) : LoanStatement(tx, SqlLoanRepository::open_statement(tx.engine())) {}
};
struct CloseLoan : LoanStatement {
  explicit CloseLoan(Transaction& tx) : LoanStatement(tx, SqlLoanRepository::close_statement()) {}
};

template <typename Id>
std::optional<Id> optional_id(long long value, soci::indicator indicator) {
  if (indicator == soci::i_null) return std::nullopt;
  return static_cast<Id>(value);
}

// A nullable parameter.
struct OptionalId {
  template <typename Id>
  explicit OptionalId(const std::optional<Id>& id)
      : value(to_sql(id.value_or(Id{}))), indicator(id ? soci::i_ok : soci::i_null) {}
  long long value;
  soci::indicator indicator;
};

}  // namespace

const char* SqlLoanRepository::open_statement(Engine engine) {
  return engine == Engine::Sqlite ? kOpenSqlite : kOpenMysql;
}
const char* SqlLoanRepository::close_statement() { return kClose; }

bool SqlLoanRepository::open_loan(Transaction& tx, CabinetId at, const LoanRequest& request, Time now) const {
  return tx.kept<OpenLoan>().execute(at, request, now);
}

bool SqlLoanRepository::close_loan(Transaction& tx, CabinetId at, const LoanRequest& request, Time now) const {
  return tx.kept<CloseLoan>().execute(at, request, now);
}

LoanParties SqlLoanRepository::parties(Transaction& tx, const LoanRequest& request) const {
  long long holder = 0, key = 0, access = 0;
  soci::indicator has_holder{}, has_key{}, has_access{};
  tx.sql() << R"sql(
      SELECT h.id, k.id, a.key_id
        FROM (SELECT 1 AS one) request
        LEFT JOIN key_cabinet_holders h ON h.serial = :serial
        LEFT JOIN key_cabinet_keys k ON k.label = :label
        LEFT JOIN key_cabinet_access a ON a.holder_id = h.id AND a.key_id = k.id)sql",
      soci::use(request.serial, "serial"), soci::use(request.key, "label"), soci::into(holder, has_holder),
      soci::into(key, has_key), soci::into(access, has_access);
  return {optional_id<HolderId>(holder, has_holder), optional_id<KeyId>(key, has_key), has_access == soci::i_ok};
}

void SqlLoanRepository::record(Transaction& tx, CabinetId at, const LoanRequest& request, const LoanParties& parties,
                               Refusal refusal, Time now) const {
  const std::string type(refusal.type), reason(refusal.reason);
  const auto when = to_sql(now), cabinet = to_sql(at);
  OptionalId holder(parties.holder), key(parties.key);
  auto no_holder = parties.holder ? soci::i_null : soci::i_ok;
  auto no_key = parties.key ? soci::i_null : soci::i_ok;
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_events (at, type, reason, cabinet_id, holder_id, key_id, serial, label)
      VALUES (:at, :type, :reason, NULLIF(:cabinet, 0), :holder, :key, :serial, :label))sql",
      soci::use(when, "at"), soci::use(type, "type"), soci::use(reason, "reason"), soci::use(cabinet, "cabinet"),
      soci::use(holder.value, holder.indicator, "holder"), soci::use(key.value, key.indicator, "key"),
      soci::use(request.serial, no_holder, "serial"), soci::use(request.key, no_key, "label");
}

}  // namespace key_cabinet
