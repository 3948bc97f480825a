#include "sql_loan_repository.hpp"

#include <callboard/sql.hpp>

#include "sql_loan_statements.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

std::string name_of(Way way) {
  switch (way) {
    case Way::Code: return "code";
    case Way::Handover: return "handover";
    case Way::Offline: return "offline";
    case Way::Cabinet: break;
  }
  return "cabinet";
}

KeyState key_state(const std::string& name) {
  if (name == "lost") return KeyState::Lost;
  return name == "in_service" ? KeyState::InService : KeyState::OutOfService;
}

// What the statements of the usual way take: each binds those that it has.
class LoanStatement : public Kept {
 public:
  bool execute(CabinetId cabinet, const LoanRequest& request, Time now, Way how) {
    at_ = to_sql(now);
    cabinet_ = to_sql(cabinet);
    how_ = name_of(how);
    label_ = request.key;
    serial_ = request.serial;
    return affected_rows(*statement_) == 1;
  }

 protected:
  auto prepare(Transaction& tx, const std::string& text) {
    return (tx.sql().prepare << text, soci::use(at_, "at"), soci::use(cabinet_, "cabinet"), soci::use(how_, "how"),
            soci::use(label_, "label"), soci::use(serial_, "serial"));
  }

  long long at_ = 0, cabinet_ = 0;
  std::string how_, label_, serial_;
  std::optional<soci::statement> statement_;
};

class OpenStatement : public LoanStatement {
 public:
  bool execute(CabinetId cabinet, const LoanRequest& request, const SchoolTime& now, Way how) {
    minute_ = now.minute;
    change_in_ = now.change_in;
    change_ = now.change;
    weekday_ = now.weekday;
    weekday_before_ = now.weekday_before;
    date_ = now.date;
    date_before_ = now.date_before;
    return LoanStatement::execute(cabinet, request, now.at, how);
  }

 protected:
  auto prepare(Transaction& tx, const std::string& text) {
    auto prepared = LoanStatement::prepare(tx, text);
    return (prepared, soci::use(minute_, "minute"), soci::use(change_in_, "switch_in"), soci::use(change_, "change"));
  }

  long long minute_ = 0, change_in_ = 0, change_ = 0, weekday_ = 0, weekday_before_ = 0;
  std::string date_, date_before_;
};

struct OpenDirectly : OpenStatement {
  explicit OpenDirectly(Transaction& tx) {
    statement_.emplace(prepare(tx, LoanStatements::of(tx.engine()).open_directly));
  }
};

struct OpenByGrant : OpenStatement {
  explicit OpenByGrant(Transaction& tx) {
    auto prepared = prepare(tx, LoanStatements::of(tx.engine()).open_by_grant);
    statement_.emplace((prepared, soci::use(weekday_, "today"), soci::use(weekday_before_, "yesterday"),
                        soci::use(date_, "date"), soci::use(date_before_, "eve")));
  }
};

struct OpenByBooking : OpenStatement {
  explicit OpenByBooking(Transaction& tx) {
    statement_.emplace(prepare(tx, LoanStatements::of(tx.engine()).open_by_booking));
  }
};

struct CloseLoan : LoanStatement {
  explicit CloseLoan(Transaction& tx) { statement_.emplace(prepare(tx, LoanStatements::of(tx.engine()).close)); }
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

bool close_by_ids(Transaction& tx, const std::string& text, CabinetId at, HolderId holder, KeyId key, Time now,
                  Way how) {
  const auto when = to_sql(now), cabinet = to_sql(at), holder_id = to_sql(holder), key_id = to_sql(key);
  const auto way = name_of(how);
  soci::statement close = (tx.sql().prepare << text, soci::use(when, "at"), soci::use(cabinet, "cabinet"),
                           soci::use(way, "how"), soci::use(key_id, "key"), soci::use(holder_id, "holder"));
  return affected_rows(close) == 1;
}

}  // namespace

bool SqlLoanRepository::open_directly(Transaction& tx, CabinetId at, const LoanRequest& request, const SchoolTime& now,
                                      Way how) const {
  return tx.kept<OpenDirectly>().execute(at, request, now, how);
}

bool SqlLoanRepository::open_by_grant(Transaction& tx, CabinetId at, const LoanRequest& request, const SchoolTime& now,
                                      Way how) const {
  return tx.kept<OpenByGrant>().execute(at, request, now, how);
}

bool SqlLoanRepository::open_by_booking(Transaction& tx, CabinetId at, const LoanRequest& request,
                                        const SchoolTime& now, Way how) const {
  return tx.kept<OpenByBooking>().execute(at, request, now, how);
}

bool SqlLoanRepository::close_loan(Transaction& tx, CabinetId at, const LoanRequest& request, Time now, Way how) const {
  return tx.kept<CloseLoan>().execute(at, request, now, how);
}

bool SqlLoanRepository::close_loan_of(Transaction& tx, CabinetId at, HolderId holder, KeyId key, Time now) const {
  return close_by_ids(tx, LoanStatements::of(tx.engine()).close_of, at, holder, key, now, Way::Cabinet);
}

bool SqlLoanRepository::close_loan_for_other(Transaction& tx, CabinetId at, HolderId by, KeyId key, Time now,
                                             Way how) const {
  return close_by_ids(tx, LoanStatements::of(tx.engine()).close_for_other, at, by, key, now, how);
}

LoanParties SqlLoanRepository::parties(Transaction& tx, const LoanRequest& request, const SchoolTime& now) const {
  const auto at = to_sql(now.at);
  const long long minute = now.minute, weekday = now.weekday, weekday_before = now.weekday_before;
  long long holder = 0, blocked = 0, returns = 0, hands = 0, key = 0, right_now = 0, right_ever = 0;
  std::string state;
  soci::indicator has_holder{}, has_blocked{}, has_returns{}, has_hands{}, has_key{}, has_state{};
  tx.sql() << LoanStatements::of(tx.engine()).parties, soci::use(at, "at"), soci::use(minute, "minute"),
      soci::use(weekday, "today"), soci::use(weekday_before, "yesterday"), soci::use(now.date, "date"),
      soci::use(now.date_before, "eve"), soci::use(request.serial, "serial"), soci::use(request.key, "label"),
      soci::into(holder, has_holder), soci::into(blocked, has_blocked), soci::into(returns, has_returns),
      soci::into(hands, has_hands), soci::into(key, has_key), soci::into(state, has_state), soci::into(right_now),
      soci::into(right_ever);
  LoanParties parties;
  parties.holder = optional_id<HolderId>(holder, has_holder);
  parties.blocked = parties.holder && blocked != 0;
  parties.returns_for_others = parties.holder && returns != 0;
  parties.hands_over = parties.holder && hands != 0;
  parties.key = optional_id<KeyId>(key, has_key);
  if (parties.key) parties.state = key_state(state);
  parties.right_now = right_now != 0;
  parties.right_ever = right_ever != 0;
  return parties;
}

const char* SqlLoanRepository::past_holder_statement() {
  return R"sql(
      SELECT holder_id FROM key_cabinet_past_serials WHERE serial = :serial ORDER BY until_at DESC LIMIT 1)sql";
}

std::optional<HolderId> SqlLoanRepository::past_holder(Transaction& tx, const std::string& serial) const {
  long long holder = 0;
  tx.sql() << past_holder_statement(), soci::use(serial, "serial"), soci::into(holder);
  if (!tx.sql().got_data()) return std::nullopt;
  return HolderId{holder};
}

void SqlLoanRepository::record(Transaction& tx, CabinetId at, const LoanRequest& request, const LoanParties& parties,
                               Refusal refusal, Time now) const {
  const std::string type(refusal.type), reason(refusal.reason);
  const auto when = to_sql(now), cabinet = to_sql(at);
  OptionalId holder(parties.holder), key(parties.key);
  auto no_holder = parties.holder || request.serial.empty() ? soci::i_null : soci::i_ok;
  auto no_key = parties.key ? soci::i_null : soci::i_ok;
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_events (at, type, reason, cabinet_id, holder_id, key_id, serial, label)
      VALUES (:at, :type, :reason, NULLIF(:cabinet, 0), :holder, :key, :serial, :label))sql",
      soci::use(when, "at"), soci::use(type, "type"), soci::use(reason, "reason"), soci::use(cabinet, "cabinet"),
      soci::use(holder.value, holder.indicator, "holder"), soci::use(key.value, key.indicator, "key"),
      soci::use(request.serial, no_holder, "serial"), soci::use(request.key, no_key, "label");
}

}  // namespace key_cabinet
