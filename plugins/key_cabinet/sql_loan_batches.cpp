// SqlLoanRepository's part for many requests at once: set by set on MySQL, where each statement and each round trip
// costs more than the rows that it touches; one by one on SQLite, where they cost nothing.
#include <nlohmann/json.hpp>

#include <callboard/sql.hpp>

#include "sql_loan_repository.hpp"
#include "sql_loan_statements.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

// The requests as the statements read them.
std::string as_json(std::span<const AskedLoan> asked) {
  auto rows = json::array();
  for (const auto& [at, request] : asked) rows.push_back({to_sql(at), request->serial, request->key});
  return rows.dump();
}

class OpenBatch : public Kept {
 public:
  // How many were opened.
  std::size_t execute(const std::string& batch, const SchoolTime& now) {
    batch_ = batch;
    at_ = to_sql(now.at);
    minute_ = now.minute;
    change_in_ = now.change_in;
    change_ = now.change;
    weekday_ = now.weekday;
    weekday_before_ = now.weekday_before;
    date_ = now.date;
    date_before_ = now.date_before;
    return static_cast<std::size_t>(affected_rows(*statement_));
  }

 protected:
  auto prepare(Transaction& tx, const std::string& text) {
    return (tx.sql().prepare << text, soci::use(batch_, "batch"), soci::use(at_, "at"), soci::use(how_, "how"),
            soci::use(minute_, "minute"), soci::use(change_in_, "switch_in"), soci::use(change_, "change"));
  }

  std::string batch_, how_ = "cabinet", date_, date_before_;
  long long at_ = 0, minute_ = 0, change_in_ = 0, change_ = 0, weekday_ = 0, weekday_before_ = 0;
  std::optional<soci::statement> statement_;
};

struct OpenBatchByRight : OpenBatch {
  explicit OpenBatchByRight(Transaction& tx) {
    auto prepared = prepare(tx, LoanBatchStatements::get().open);
    statement_.emplace((prepared, soci::use(weekday_, "today"), soci::use(weekday_before_, "yesterday"),
                        soci::use(date_, "date"), soci::use(date_before_, "eve")));
  }
};

struct OpenBatchByBooking : OpenBatch {
  explicit OpenBatchByBooking(Transaction& tx) {
    statement_.emplace(prepare(tx, LoanBatchStatements::get().open_by_booking));
  }
};

class OpenLoans : public Kept {
 public:
  struct Loan {
    std::size_t asked;
    long long id;
    long long taken_at;
  };

  explicit OpenLoans(Transaction& tx)
      : statement_((tx.sql().prepare << LoanBatchStatements::get().open_loans, soci::use(batch_, "batch"),
                    soci::into(number_), soci::into(id_), soci::into(taken_at_))) {}

  std::vector<Loan> execute(const std::string& batch) {
    batch_ = batch;
    std::vector<Loan> loans;
    statement_.execute();
    while (statement_.fetch()) loans.push_back({static_cast<std::size_t>(number_ - 1), id_, taken_at_});
    return loans;
  }

 private:
  std::string batch_;
  long long number_ = 0, id_ = 0, taken_at_ = 0;
  soci::statement statement_;
};

class CloseBatch : public Kept {
 public:
  explicit CloseBatch(Transaction& tx)
      : statement_((tx.sql().prepare << LoanBatchStatements::get().close, soci::use(batch_, "batch"),
                    soci::use(at_, "at"), soci::use(how_, "how"))) {}

  std::size_t execute(const std::string& batch, Time now) {
    batch_ = batch;
    at_ = to_sql(now);
    return static_cast<std::size_t>(affected_rows(statement_));
  }

 private:
  std::string batch_, how_ = "cabinet";
  long long at_ = 0;
  soci::statement statement_;
};

template <typename Act>
std::vector<bool> one_by_one(std::span<const AskedLoan> asked, const Act& act) {
  std::vector<bool> done;
  for (const auto& one : asked) done.push_back(act(one));
  return done;
}

// Those that hold their key since just now. Somebody else's loan of the same moment to the same holder would be taken
// for ours, so their number must be right.
std::vector<bool> opened_at(Transaction& tx, const std::string& batch, std::size_t asked, Time now,
                            std::size_t opened) {
  std::vector<bool> done(asked, false);
  std::size_t found = 0;
  for (const auto& loan : tx.kept<OpenLoans>().execute(batch)) {
    if (loan.taken_at != to_sql(now)) continue;
    done[loan.asked] = true;
    ++found;
  }
  if (found != opened) throw Conflict("loans of the same moment");
  return done;
}

}  // namespace

// Nearly always all of them go out, and then nobody has to be asked which.
std::vector<bool> SqlLoanRepository::open_loans(Transaction& tx, std::span<const AskedLoan> asked,
                                                const SchoolTime& now) const {
  if (tx.engine() == Engine::Sqlite) {
    return one_by_one(asked, [&](const AskedLoan& one) { return open_loan(tx, one.at, *one.request, now); });
  }
  if (asked.empty()) return {};
  const auto batch = as_json(asked);
  auto opened = tx.kept<OpenBatchByRight>().execute(batch, now);
  if (opened < asked.size()) opened += tx.kept<OpenBatchByBooking>().execute(batch, now);
  if (opened == asked.size()) return std::vector<bool>(asked.size(), true);
  return opened_at(tx, batch, asked.size(), now.at, opened);
}

// Looked up first: once it is closed, a loan is one of many.
std::vector<bool> SqlLoanRepository::close_loans(Transaction& tx, std::span<const AskedLoan> asked, Time now) const {
  if (tx.engine() == Engine::Sqlite) {
    return one_by_one(asked, [&](const AskedLoan& one) { return close_loan(tx, one.at, *one.request, now); });
  }
  if (asked.empty()) return {};
  const auto loans = tx.kept<OpenLoans>().execute(as_json(asked));
  auto rows = json::array();
  std::vector<bool> done(asked.size(), false);
  for (const auto& loan : loans) {
    rows.push_back({loan.id, to_sql(asked[loan.asked].at)});
    done[loan.asked] = true;
  }
  if (loans.empty()) return done;
  if (tx.kept<CloseBatch>().execute(rows.dump(), now) != loans.size()) throw Conflict("a loan was closed meanwhile");
  return done;
}

}  // namespace key_cabinet
