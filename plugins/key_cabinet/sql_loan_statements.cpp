#include "sql_loan_statements.hpp"

#include <fmt/format.h>

namespace key_cabinet {

using namespace callboard;

namespace {

// Where the engines differ.
struct Words {
  const char* insert;
  const char* at_the_end;
  const char* in_subquery;
  const char* least;
  const char* greatest;
};

// On MySQL the rows that allow a loan are locked for sharing, so that a key never goes out on a right that was taken
// away meanwhile; on SQLite there is one writer. (IGNORE ignores only the duplicate: every other value comes from the
// rows that were just read, or fits.)
constexpr Words kSqlite{"INSERT INTO", "ON CONFLICT (open_key) DO NOTHING", "", "MIN", "MAX"};
constexpr Words kMysql{"INSERT IGNORE INTO", "LOCK IN SHARE MODE", "LOCK IN SHARE MODE", "LEAST", "GREATEST"};

// Only a holder with that serial and a right to that key gives a row to insert; the unique index on `open_key` drops it
// where the key is out. So the affected rows decide, and no key is in two hands however many ask at once.
//
// The curfew: `back_by` is the next such minute on the school's wall, `d` minutes from now by that wall; beyond the
// moment when the clock is put forward or back, so many less or more.
constexpr const char* kOpen = R"sql(
    {insert} key_cabinet_loans
        (key_id, holder_id, open_key, taken_at, taken_cabinet_id, taken_how, due_at, booking_id)
    SELECT k.id, h.id, k.id, :at, NULLIF({cabinet}, 0), :how,
           NULLIF({least}(COALESCE(:at - :at % 60000000 + 60000000 *
                                   CASE WHEN (r.back_by - :minute + 1439) % 1440 + 1 < :switch_in
                                        THEN (r.back_by - :minute + 1439) % 1440 + 1
                                        ELSE {greatest}((r.back_by - :minute + 1439) % 1440 + 1 - :change, :switch_in)
                                   END, 9223372036854775807),
                          COALESCE(:at + 60000000 * r.back_after, 9223372036854775807),
                          {until}), 9223372036854775807), {booking}
      FROM {asked}
      JOIN key_cabinet_rooms r ON r.id = k.room_id
      {join}
     WHERE h.blocked = 0 AND k.state = 'in_service' {and_right}
    {at_the_end})sql";

// Of whom and what: the holder `h` and the key `k` of one request,
constexpr const char* kOfOne =
    "key_cabinet_holders h JOIN key_cabinet_keys k ON k.label = :label AND h.serial = :serial";

// or of each request `q` of a batch (MySQL only). One text is bound, however many they are, so the statement stays the
// same. What does not fit into a column is NULL and finds nobody.
constexpr const char* kOfBatch = R"sql(
      JSON_TABLE(:batch, '$[*]' COLUMNS (
        number FOR ORDINALITY, cabinet_id BIGINT PATH '$[0]', serial VARCHAR(50) CHARACTER SET utf8mb4 PATH '$[1]',
        label VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[2]')) q
      JOIN key_cabinet_holders h ON h.serial = q.serial
      JOIN key_cabinet_keys k ON k.label = q.label)sql";

// Those of a batch that went out already are not tried by the next right. Only a short cut, without a lock: the unique
// index decides.
constexpr const char* kNotOut = "AND NOT EXISTS (SELECT 1 FROM key_cabinet_loans l WHERE l.open_key = k.id) ";

constexpr const char* kNever = "9223372036854775807";

// `g` is about the key `k`.
constexpr const char* kGrantForKey = R"sql(
        (g.key_id = k.id OR g.room_id = k.room_id
          OR EXISTS (SELECT 1 FROM key_cabinet_key_group_keys x
                      WHERE x.group_id = g.key_group_id AND x.key_id = k.id)))sql";

// The window of `g` is open, or it needs none. A window over midnight belongs, with its dates, to the day on which it
// begins.
constexpr const char* kWindowIsOpen = R"sql(
        AND (g.window_id IS NULL OR EXISTS (SELECT 1 FROM key_cabinet_windows w WHERE w.id = g.window_id AND (
             (w.weekdays & :today) <> 0 AND w.first_date <= :date AND (w.last_date = '' OR w.last_date >= :date)
               AND w.from_minute <= :minute AND (:minute < w.until_minute OR w.until_minute <= w.from_minute)
          OR (w.weekdays & :yesterday) <> 0 AND w.first_date <= :eve AND (w.last_date = '' OR w.last_date >= :eve)
               AND w.until_minute <= w.from_minute AND :minute < w.until_minute))))sql";

// The holder `h`, or one of his groups, has a grant for the key `k`. Two conditions, since each has its index.
constexpr const char* kHasGrant = R"sql(
      (EXISTS (SELECT 1 FROM key_cabinet_grants g WHERE g.holder_id = h.id AND {for_key} {window} {in_subquery})
    OR EXISTS (SELECT 1 FROM key_cabinet_holder_group_members m
                 JOIN key_cabinet_grants g ON g.holder_group_id = m.group_id
                WHERE m.holder_id = h.id AND {for_key} {window} {in_subquery})))sql";

// Of bookings that overlap, the one that lasts longest.
constexpr const char* kJoinBooking = R"sql(
      JOIN key_cabinet_bookings b ON b.holder_id = h.id AND b.room_id = k.room_id
                                 AND b.from_at <= :at AND b.until_at > :at)sql";
constexpr const char* kLongestBooking = R"sql(
       AND NOT EXISTS (SELECT 1 FROM key_cabinet_bookings o
                        WHERE o.holder_id = h.id AND o.room_id = k.room_id AND o.until_at > b.until_at
                          AND o.from_at <= :at))sql";

constexpr const char* kOpenLoansOfBatch = R"sql(
    SELECT q.number, l.id, l.taken_at
      FROM {asked}
      JOIN key_cabinet_loans l ON l.open_key = k.id AND l.holder_id = h.id)sql";

constexpr const char* kCloseBatch = R"sql(
    UPDATE JSON_TABLE(:batch, '$[*]' COLUMNS (id BIGINT PATH '$[0]', cabinet_id BIGINT PATH '$[1]')) q
      JOIN key_cabinet_loans l ON l.id = q.id
       SET l.open_key = NULL, l.returned_at = CASE WHEN l.taken_at > :at THEN l.taken_at ELSE :at END,
           l.returned_cabinet_id = NULLIF(q.cabinet_id, 0), l.returned_how = :how
     WHERE l.open_key IS NOT NULL)sql";

constexpr const char* kClose = R"sql(
    UPDATE key_cabinet_loans
       SET open_key = NULL, returned_at = CASE WHEN taken_at > :at THEN taken_at ELSE :at END,
           returned_cabinet_id = NULLIF(:cabinet, 0), returned_how = :how
     WHERE open_key = (SELECT k.id FROM key_cabinet_keys k WHERE k.label = :label)
       AND holder_id = (SELECT h.id FROM key_cabinet_holders h WHERE h.serial = :serial))sql";

constexpr const char* kCloseOf = R"sql(
    UPDATE key_cabinet_loans
       SET open_key = NULL, returned_at = CASE WHEN taken_at > :at THEN taken_at ELSE :at END,
           returned_cabinet_id = NULLIF(:cabinet, 0), returned_how = :how
     WHERE open_key = :key AND holder_id = :holder)sql";

constexpr const char* kCloseForOther = R"sql(
    UPDATE key_cabinet_loans
       SET open_key = NULL, returned_at = CASE WHEN taken_at > :at THEN taken_at ELSE :at END,
           returned_cabinet_id = NULLIF(:cabinet, 0), returned_how = :how, returned_by = :holder
     WHERE open_key = :key AND holder_id <> :holder)sql";

constexpr const char* kParties = R"sql(
    SELECT h.id, h.blocked, h.returns_for_others, h.hands_over, k.id, k.state,
           CASE WHEN {direct} OR {granted_now}
                  OR EXISTS (SELECT 1 FROM key_cabinet_bookings b WHERE b.holder_id = h.id AND b.room_id = k.room_id
                                                                   AND b.from_at <= :at AND b.until_at > :at)
                THEN 1 ELSE 0 END,
           CASE WHEN {direct} OR {granted}
                  OR EXISTS (SELECT 1 FROM key_cabinet_bookings b WHERE b.holder_id = h.id AND b.room_id = k.room_id
                                                                   AND b.until_at > :at)
                THEN 1 ELSE 0 END
      FROM (SELECT 1 AS one) request
      LEFT JOIN key_cabinet_holders h ON h.serial = :serial
      LEFT JOIN key_cabinet_keys k ON k.label = :label)sql";

constexpr const char* kHasDirect =
    "EXISTS (SELECT 1 FROM key_cabinet_access a WHERE a.holder_id = h.id AND a.key_id = k.id)";

std::string granted(const char* window, const char* in_subquery) {
  return fmt::format(fmt::runtime(kHasGrant), fmt::arg("for_key", kGrantForKey), fmt::arg("window", window),
                     fmt::arg("in_subquery", in_subquery));
}

// Whose request it is.
struct Asked {
  const char* tables;
  const char* cabinet;
};
constexpr Asked kOne{kOfOne, ":cabinet"};
constexpr Asked kBatch{kOfBatch, "q.cabinet_id"};

// By which right.
struct Right {
  const char* join;
  std::string condition;
  const char* until;
  const char* booking;
};

std::string open(const Words& words, const Asked& asked, const Right& right) {
  return fmt::format(fmt::runtime(kOpen), fmt::arg("insert", words.insert), fmt::arg("least", words.least),
                     fmt::arg("greatest", words.greatest), fmt::arg("cabinet", asked.cabinet),
                     fmt::arg("asked", asked.tables), fmt::arg("until", right.until),
                     fmt::arg("booking", right.booking), fmt::arg("join", right.join),
                     fmt::arg("and_right", right.condition), fmt::arg("at_the_end", words.at_the_end));
}

Right directly() { return {"JOIN key_cabinet_access a ON a.holder_id = h.id AND a.key_id = k.id", "", kNever, "NULL"}; }
Right by_grant(const Words& words) { return {"", "AND " + granted(kWindowIsOpen, words.in_subquery), kNever, "NULL"}; }
Right by_booking(const std::string& unless = "") {
  return {kJoinBooking, unless + kLongestBooking, "b.until_at", "b.id"};
}
// For a batch the two usual rights are one statement: its plan is paid once, and nobody has to be found twice.
Right directly_or_by_grant(const Words& words) {
  return {"LEFT JOIN key_cabinet_access a ON a.holder_id = h.id AND a.key_id = k.id",
          "AND (a.key_id IS NOT NULL OR " + granted(kWindowIsOpen, words.in_subquery) + ")", kNever, "NULL"};
}

std::string parties() {
  return fmt::format(fmt::runtime(kParties), fmt::arg("direct", kHasDirect),
                     fmt::arg("granted_now", granted(kWindowIsOpen, "")), fmt::arg("granted", granted("", "")));
}

LoanStatements make(const Words& words) {
  return {open(words, kOne, directly()),
          open(words, kOne, by_grant(words)),
          open(words, kOne, by_booking()),
          kClose,
          kCloseOf,
          kCloseForOther,
          parties()};
}

LoanBatchStatements make_for_batches() {
  return {open(kMysql, kBatch, directly_or_by_grant(kMysql)), open(kMysql, kBatch, by_booking(kNotOut)),
          fmt::format(fmt::runtime(kOpenLoansOfBatch), fmt::arg("asked", kOfBatch)), kCloseBatch};
}

}  // namespace

const LoanStatements& LoanStatements::of(Engine engine) {
  static const LoanStatements sqlite = make(kSqlite), mysql = make(kMysql);
  return engine == Engine::Sqlite ? sqlite : mysql;
}

const LoanBatchStatements& LoanBatchStatements::get() {
  static const LoanBatchStatements statements = make_for_batches();
  return statements;
}

}  // namespace key_cabinet
