// Requests that are decided together are decided as each would be alone.
#include <random>

#include "rules_fixture.hpp"

namespace key_cabinet {
namespace {

// A house of odd names, in which who may take what is left to chance.
class LoanBatches : public RulesTest {
 protected:
  using Pick = std::minstd_rand;
  static constexpr int kPeople = 12, kKeys = 12;

  void SetUp() override {
    RulesTest::SetUp();
    it_is("2026-11-20T18:30");
    for (int i = 0; i < kPeople; ++i) add_holder(serials_[static_cast<std::size_t>(i)], {});
    for (int i = 0; i < kKeys; ++i) {
      const auto n = std::to_string(i % 4);
      database().transact([&](Transaction& tx) {
        holder_rows_.add_key(tx, holder_rows_.add_room(tx, "Hall " + n).id, labels_[static_cast<std::size_t>(i)]);
      });
    }
    execute("UPDATE key_cabinet_rooms SET back_by = 1320 WHERE name = 'Hall 1'");
    execute("UPDATE key_cabinet_rooms SET back_after = 90, back_by = 30 WHERE name = 'Hall 2'");
  }

  // To each their rights: of the holder or a group, for a key, a room or a group, always, now or at another time.
  void give_rights(Pick& random) {
    const std::string open = window(127, 0, 1440), shut = window(127, 60, 120);
    for (int g = 0; g < 3; ++g) {
      const auto name = "group " + std::to_string(g);
      execute("INSERT INTO key_cabinet_holder_groups (name) VALUES (" + quoted(name) + ")");
      execute("INSERT INTO key_cabinet_key_groups (name) VALUES (" + quoted(name) + ")");
      for (int i = 0; i < 4; ++i) {
        execute(
            "INSERT INTO key_cabinet_holder_group_members (group_id, holder_id) SELECT g.id, h.id FROM "
            "key_cabinet_holder_groups g, key_cabinet_holders h WHERE g.name = " +
            quoted(name) + " AND h.id = " + any("holders", random) +
            " AND NOT EXISTS (SELECT 1 FROM key_cabinet_holder_group_members m WHERE m.group_id = g.id AND "
            "m.holder_id = h.id)");
        execute(
            "INSERT INTO key_cabinet_key_group_keys (group_id, key_id) SELECT g.id, k.id FROM "
            "key_cabinet_key_groups g, key_cabinet_keys k WHERE g.name = " +
            quoted(name) + " AND k.id = " + any("keys", random) +
            " AND NOT EXISTS (SELECT 1 FROM key_cabinet_key_group_keys x WHERE x.group_id = g.id AND x.key_id = k.id)");
      }
    }
    for (int i = 0; i < 24; ++i) {
      const auto h = any("holders", random), k = any("keys", random);
      execute("INSERT INTO key_cabinet_access (holder_id, key_id) SELECT h.id, k.id FROM key_cabinet_holders h, " +
              ("key_cabinet_keys k WHERE h.id = " + h + " AND k.id = " + k) +
              " AND NOT EXISTS (SELECT 1 FROM key_cabinet_access a WHERE a.holder_id = h.id AND a.key_id = k.id)");
      const bool people = random() % 2 == 0;
      const std::vector<std::pair<std::string, std::string>> what{
          {"key_id", k}, {"room_id", any("rooms", random)}, {"key_group_id", any("key_groups", random)}};
      const auto& [thing, id] = what[random() % 3];
      grant(people ? "holder_group_id" : "holder_id", people ? any("holder_groups", random) : h, thing, id,
            std::vector<std::string>{"NULL", open, shut}[random() % 3]);
      const bool now = random() % 2 == 0;
      execute("INSERT INTO key_cabinet_bookings (holder_id, room_id, from_at, until_at) VALUES (" +
              any("holders", random) + ", " + any("rooms", random) + ", 1, " +
              std::to_string(to_sql(clock().now()) + (now ? 1 + random() : -1)) + ")");
    }
    execute("UPDATE key_cabinet_holders SET blocked = 1 WHERE id = " + any("holders", random));
    execute("UPDATE key_cabinet_keys SET state = 'lost' WHERE id = " + any("keys", random));
  }
  std::string any(const std::string& table, Pick& random) {
    const auto all = number("SELECT COUNT(*) FROM key_cabinet_" + table);
    return std::to_string(number("SELECT id FROM key_cabinet_" + table + " ORDER BY id LIMIT 1 OFFSET " +
                                 std::to_string(static_cast<long long>(random()) % all)));
  }

  // Each key once, now and then by somebody whom nobody knows.
  std::vector<LoanRequest> requests(Pick& random) {
    std::vector<LoanRequest> all;
    for (const auto& label : labels_) {
      if (random() % 4 != 0) all.push_back({serials_[random() % serials_.size()], label});
    }
    return all;
  }
  static std::vector<AskedLoan> asked(const std::vector<LoanRequest>& requests) {
    std::vector<AskedLoan> all;
    for (const auto& request : requests) all.push_back({CabinetId{static_cast<int>(all.size()) % 3}, &request});
    return all;
  }

  // What was decided, and all that is written about loans afterwards; undone where asked for.
  struct Effect {
    std::vector<bool> done;
    std::vector<std::string> rows;
    bool operator==(const Effect&) const = default;
  };
  struct Undo {
    Effect effect;
  };
  template <typename Act>
  Effect effect(bool undo, const Act& act) {
    try {
      return database().transact([&](Transaction& tx) {
        Effect effect{act(tx), rows(tx)};
        if (undo) throw Undo{effect};
        return effect;
      });
    } catch (const Undo& undone) {
      return undone.effect;
    }
  }
  static std::vector<std::string> rows(Transaction& tx) {
    long long key = 0, holder = 0, open = 0, taken = 0, at = 0, returned = 0, back_at = 0, due = 0, booking = 0;
    std::string how, back_how;
    soci::statement select =
        (tx.sql().prepare << "SELECT key_id, holder_id, COALESCE(open_key, 0), taken_at, COALESCE(taken_cabinet_id, 0),"
                             " COALESCE(returned_at, 0), COALESCE(returned_cabinet_id, 0), COALESCE(due_at, 0),"
                             " COALESCE(booking_id, 0), taken_how, COALESCE(returned_how, '') FROM key_cabinet_loans"
                             " ORDER BY key_id, taken_at, open_key",
         soci::into(key), soci::into(holder), soci::into(open), soci::into(taken), soci::into(at), soci::into(returned),
         soci::into(back_at), soci::into(due), soci::into(booking), soci::into(how), soci::into(back_how));
    select.execute();
    std::vector<std::string> all;
    while (select.fetch()) {
      std::string row = how + " " + back_how;
      for (const auto value : {key, holder, open, taken, at, returned, back_at, due, booking}) {
        row += " " + std::to_string(value);
      }
      all.push_back(row);
    }
    return all;
  }

  template <typename One, typename Many>
  std::size_t expect_the_same(const std::vector<LoanRequest>& requests, const One& one, const Many& many) {
    const auto all = asked(requests);
    const auto alone = effect(true, [&](Transaction& tx) {
      std::vector<bool> done;
      for (const auto& loan : all) done.push_back(one(tx, loan));
      return done;
    });
    const auto together = effect(false, [&](Transaction& tx) { return many(tx, all); });
    EXPECT_EQ(together.done, alone.done);
    EXPECT_EQ(together.rows, alone.rows);
    return static_cast<std::size_t>(std::count(together.done.begin(), together.done.end(), true));
  }

  // Letters to be escaped, blanks that count, the same in another case, and the longest.
  const std::vector<std::string> serials_{"Anna",   "anna",    "Anna ", " Anna",     "Ключ-1", "ключ-1",
                                          "a\"b",   "a'b",     "a\\b",  "{\"x\":1}", "🎭",     std::string(50, 'x'),
                                          "nobody", "Nobody\\"};
  const std::vector<std::string> labels_{"101", "101 ", "1010", "Зал", "зал",  "k\"",
                                         "k'",  "k\\",  "[1]",  "🎭",  "$[0]", std::string(64, 'y')};
};
CALLBOARD_ON_BOTH_ENGINES(LoanBatches);

TEST_P(LoanBatches, AreDecidedAsEachOfThemAloneOverRandomRights) {
  std::size_t issued = 0, returned = 0, asked = 0;
  for (unsigned round = 1; round <= 12; ++round) {
    Pick random(20261121 + round);
    give_rights(random);
    for (int step = 0; step < 6; ++step) {
      SCOPED_TRACE("round " + std::to_string(round) + " step " + std::to_string(step));
      clock().advance(std::chrono::minutes(7));
      const SchoolTime now(clock().now(), site_.value.time_zone);
      const auto wanted = requests(random);
      asked += wanted.size();
      issued += expect_the_same(
          wanted,
          [&](Transaction& tx, const AskedLoan& loan) { return loan_rows_.open_loan(tx, loan.at, *loan.request, now); },
          [&](Transaction& tx, const auto& all) { return loan_rows_.open_loans(tx, all, now); });
      clock().advance(std::chrono::minutes(7));
      auto brought = requests(random);
      if (step % 2 == 0) brought = wanted;
      returned += expect_the_same(
          brought,
          [&](Transaction& tx, const AskedLoan& loan) {
            return loan_rows_.close_loan(tx, loan.at, *loan.request, clock().now());
          },
          [&](Transaction& tx, const auto& all) { return loan_rows_.close_loans(tx, all, clock().now()); });
      if (HasFailure()) return;
    }
    for (const char* table :
         {"access", "grants", "holder_group_members", "key_group_keys", "holder_groups", "key_groups", "bookings"}) {
      execute("DELETE FROM key_cabinet_" + std::string(table));
    }
    execute("UPDATE key_cabinet_holders SET blocked = 0");
    execute("UPDATE key_cabinet_keys SET state = 'in_service'");
  }
  EXPECT_GT(issued, asked / 10);
  EXPECT_LT(issued, asked);
  EXPECT_GT(returned, issued / 4);
}

TEST_P(LoanBatches, OfNobodyDoNothing) {
  database().transact([&](Transaction& tx) {
    EXPECT_TRUE(loan_rows_.open_loans(tx, {}, clock().now()).empty());
    EXPECT_TRUE(loan_rows_.close_loans(tx, {}, clock().now()).empty());
  });
}

// What nobody could have as a name finds nobody, and spoils nothing for the others.
TEST_P(LoanBatches, KeepTheOthersFromAnOverlongName) {
  execute("INSERT INTO key_cabinet_access (holder_id, key_id) SELECT " + holder("Anna") + ", " + key("Зал"));
  const std::vector<LoanRequest> requests{
      {std::string(400, 'x'), "101"}, {"Anna", "Зал"}, {"Anna", std::string(400, 'y')}};
  const auto done =
      database().transact([&](Transaction& tx) { return loan_rows_.open_loans(tx, asked(requests), clock().now()); });
  EXPECT_EQ(done, (std::vector<bool>{false, true, false}));
}

}  // namespace
}  // namespace key_cabinet
