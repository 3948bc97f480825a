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
    SELECT k.id, h.id, k.id, :at, NULLIF(:cabinet, 0), :how,
           NULLIF({least}(COALESCE(:at - :at % 60000000 + 60000000 *
                                   CASE WHEN (r.back_by - :minute + 1439) % 1440 + 1 < :switch_in
                                        THEN (r.back_by - :minute + 1439) % 1440 + 1
                                        ELSE {greatest}((r.back_by - :minute + 1439) % 1440 + 1 - :change, :switch_in)
                                   END, 9223372036854775807),
                          COALESCE(:at + 60000000 * r.back_after, 9223372036854775807),
                          {until}), 9223372036854775807), {booking}
      FROM key_cabinet_holders h
      JOIN key_cabinet_keys k ON k.label = :label
      JOIN key_cabinet_rooms r ON r.id = k.room_id
      {join}
     WHERE h.serial = :serial AND h.blocked = 0 AND k.state = 'in_service' {and_right}
    {at_the_end})sql";

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

std::string open(const Words& words, const char* join, const std::string& and_right, const char* until,
                 const char* booking) {
  return fmt::format(fmt::runtime(kOpen), fmt::arg("insert", words.insert), fmt::arg("least", words.least),
                     fmt::arg("greatest", words.greatest), fmt::arg("until", until), fmt::arg("booking", booking),
                     fmt::arg("join", join), fmt::arg("and_right", and_right),
                     fmt::arg("at_the_end", words.at_the_end));
}

std::string parties() {
  return fmt::format(fmt::runtime(kParties), fmt::arg("direct", kHasDirect),
                     fmt::arg("granted_now", granted(kWindowIsOpen, "")), fmt::arg("granted", granted("", "")));
}

LoanStatements make(const Words& words) {
  return {open(words, "JOIN key_cabinet_access a ON a.holder_id = h.id AND a.key_id = k.id", "", kNever, "NULL"),
          open(words, "", "AND " + granted(kWindowIsOpen, words.in_subquery), kNever, "NULL"),
          open(words, kJoinBooking, kLongestBooking, "b.until_at", "b.id"),
          kClose,
          kCloseOf,
          kCloseForOther,
          parties()};
}

}  // namespace

const LoanStatements& LoanStatements::of(Engine engine) {
  static const LoanStatements sqlite = make(kSqlite), mysql = make(kMysql);
  return engine == Engine::Sqlite ? sqlite : mysql;
}

}  // namespace key_cabinet
