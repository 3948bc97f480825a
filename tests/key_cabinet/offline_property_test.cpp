// Random interleavings of what cabinets do online and of what they tell afterwards: batches that are repeated, come
// late or in another order, by clocks that are wrong. A model without a database says what must come of it; with
// threads there is no one order, and what must hold in any is counted up.
//
// A failure prints its seed. CALLBOARD_SOAK=N runs N times as many.
#include <array>
#include <cstdlib>
#include <random>

#include "offline_fixture.hpp"

namespace key_cabinet {
namespace {

int times() {
  const char* soak = std::getenv("CALLBOARD_SOAK");
  return soak ? std::max(1, std::atoi(soak)) : 1;
}

const std::array<std::string, 4> kSerials{"12345ABC", "67890DEF", "KEEPER", "NOBODY"};
const std::array<std::string, 4> kLabels{"101", "102", "103", "none"};

// The rules of PROTOCOL.md over plain containers.
class Model {
 public:
  struct Loan {
    std::string holder, key;
    Time taken;
    long long taken_at = 0;  // which cabinet
    bool offline = false;
    std::optional<Time> returned;
    long long returned_at = 0;
    std::string how;
  };

  bool issue(long long cabinet, const std::string& holder, const std::string& key, Time now) {
    if (!allowed(holder, key) || open(key)) return false;
    loans.push_back({holder, key, now, cabinet, false, {}, 0, {}});
    return true;
  }
  bool give_back(long long cabinet, const std::string& holder, const std::string& key, Time now) {
    auto* loan = open(key);
    if (!loan || loan->holder != holder) return false;
    close(*loan, cabinet, now, "online");
    return true;
  }

  // Only 12345ABC hands over.
  bool hand_over(long long cabinet, const std::string& giver, const std::string& key, const std::string& to, Time now) {
    auto* loan = open(key);
    if (giver != "12345ABC" || !loan || loan->holder != giver || to == giver || !allowed(to, key)) return false;
    close(*loan, cabinet, now, "handover");
    loans.push_back({to, key, now, cabinet, false, {}, 0, {}});
    return true;
  }

  struct Event {
    long long seq = 0;
    std::string type, holder, key;
    Time told;
    std::string content;
  };
  // The conflict of one event; `now` is the server's time, `off` how far the device's clock was found to be behind.
  std::string tell(long long cabinet, const Event& event, Time now, std::chrono::microseconds off) {
    auto& seen = seen_[{cabinet, event.seq}];
    if (const auto known = seen.find(event.content); known != seen.end()) return known->second;
    auto at = event.told + off;
    bool clock = off.count() != 0;
    if (at > now) {
      clock = clock || at > now + std::chrono::minutes(2);
      at = now;
    }
    const bool in_order = event.seq > last_[cabinet];
    std::string conflict =
        event.type == "issued" ? issued(cabinet, event, at, in_order) : returned(cabinet, event, at, in_order);
    if (!seen.empty()) conflict = "seq_reused";
    if (conflict.empty() && clock) conflict = "clock";
    seen[event.content] = conflict;
    last_[cabinet] = std::max(last_[cabinet], event.seq);
    ++events;
    return conflict;
  }

  std::vector<Loan> loans;
  long long events = 0;

 private:
  static bool known(const std::string& holder) { return holder != "NOBODY"; }
  static bool allowed(const std::string& holder, const std::string& key) {
    if (holder == "12345ABC") return key == "101" || key == "102";
    return (holder == "67890DEF" && key == "101") || (holder == "KEEPER" && key == "103");
  }
  Loan* last(const std::string& key) {
    const auto found = std::find_if(loans.rbegin(), loans.rend(), [&](const Loan& loan) { return loan.key == key; });
    return found == loans.rend() ? nullptr : &*found;
  }
  Loan* open(const std::string& key) {
    auto* loan = last(key);
    return loan && !loan->returned ? loan : nullptr;
  }
  static void close(Loan& loan, long long cabinet, Time at, const char* how) {
    loan.returned = at;
    loan.returned_at = cabinet;
    loan.how = how;
  }

  std::string issued(long long cabinet, const Event& event, Time at, bool in_order) {
    if (!known(event.holder)) return "unknown_serial";
    if (event.key == "none") return "unknown_key";
    const auto opened = [&](Time when) { loans.push_back({event.holder, event.key, when, cabinet, true, {}, 0, {}}); };
    auto* before = last(event.key);
    if (before && !before->returned) {
      if (before->holder == event.holder) return "already_out";
      const bool own = before->offline && before->taken_at == cabinet && in_order;
      if (before->taken > at && !own) return "overtaken";
      const auto when = std::max(at, before->taken);
      close(*before, cabinet, when, "superseded");
      opened(when);
      return "held_by_other";
    }
    const bool own = before && before->how == "offline" && before->returned_at == cabinet && in_order;
    if (before && *before->returned > at && !own) return "overtaken";
    const auto when = before ? std::max(at, *before->returned) : at;
    opened(when);
    if (!allowed(event.holder, event.key)) return "no_access";
    return when == at ? "" : "clock";
  }

  std::string returned(long long cabinet, const Event& event, Time at, bool in_order) {
    if (event.key == "none") return "unknown_key";
    auto* loan = open(event.key);
    if (!loan) return known(event.holder) ? "not_out" : "unknown_serial";
    const bool own = loan->offline && loan->taken_at == cabinet && in_order;
    if (loan->taken > at && !own) return "overtaken";
    const bool another = loan->holder != event.holder;
    close(*loan, cabinet, std::max(at, loan->taken), "offline");
    if (!known(event.holder)) return "unknown_serial";
    return another && event.holder != "KEEPER" ? "returned_by_other" : "";
  }

  std::map<std::pair<long long, long long>, std::map<std::string, std::string>> seen_;
  std::map<long long, long long> last_;
};

// A device: it counts its events, and keeps all of them to send some again.
struct Device {
  CabinetId cabinet{};
  std::chrono::seconds off = {};  // its clock against the server's
  long long seq = 0;
  std::size_t sent = 0;
  std::vector<json> log = {};
};

class OfflineProperty : public OfflineTest {
 protected:
  void SetUp() override {
    OfflineTest::SetUp();
    add_holder("KEEPER", {"103"});
    execute("UPDATE key_cabinet_holders SET returns_for_others = 1 WHERE serial = 'KEEPER'");
    execute("UPDATE key_cabinet_holders SET hands_over = 1 WHERE serial = '12345ABC'");
  }

  void forget() {
    execute("DELETE FROM key_cabinet_device_events");
    execute("DELETE FROM key_cabinet_loans");
    execute("DELETE FROM key_cabinet_events");
  }

  static std::string finely(Time time) {
    auto text = text_of(time);
    const auto thousandths = time.time_since_epoch().count() / 1000 % 1000;
    return text.replace(text.size() - 1, 1, "." + std::to_string(1000 + thousandths).substr(1) + "Z");
  }

  template <typename Random, typename All>
  static const auto& any(Random& random, const All& all) {
    return all[random() % all.size()];
  }

  template <typename Random>
  void something_happens(Random& random, Device& device) {
    const bool again = device.seq > 0 && random() % 20 == 0;  // a number that it has used before
    json event = this->event(again ? device.seq : ++device.seq, device.off.count(),
                             random() % 2 == 0 ? "issued" : "returned", any(random, kSerials), any(random, kLabels));
    if (random() % 15 == 0) event["at"] = at(device.off.count() - 4000);  // its clock jumped
    device.log.push_back(event);
  }

  // What is new, or something old again, or the newest first.
  template <typename Random>
  std::vector<json> something_to_send(Random& random, Device& device) {
    const auto size = device.log.size();
    if (size == 0) return {};
    auto from = device.sent, until = size;
    switch (random() % 4) {
      case 0: from = random() % size; break;
      case 1: until = from + (random() % (size - from + 1)); break;
      case 2: from = size - 1; break;
      default: break;
    }
    if (from <= device.sent) device.sent = std::max(device.sent, until);
    std::vector<json> events(device.log.begin() + static_cast<long>(from),
                             device.log.begin() + static_cast<long>(until));
    if (random() % 3 == 0) std::shuffle(events.begin(), events.end(), random);
    return events;
  }

  std::vector<std::string> loans_now() {
    return database().read_single([&](Transaction& tx) {
      std::vector<std::string> all;
      const soci::rowset<std::string> rows =
          (tx.sql().prepare
           << (engine() == Engine::Sqlite
                   ? "SELECT h.serial || ' ' || k.label || ' ' || l.taken_at || ' ' || COALESCE(l.returned_at, 'out') "
                     "|| "
                     "' ' || COALESCE(l.returned_how, '') FROM key_cabinet_loans l JOIN key_cabinet_holders h ON h.id "
                     "= "
                     "l.holder_id JOIN key_cabinet_keys k ON k.id = l.key_id ORDER BY l.id"
                   : "SELECT CONCAT_WS(' ', h.serial, k.label, l.taken_at, COALESCE(l.returned_at, 'out'), "
                     "COALESCE(l.returned_how, '')) FROM key_cabinet_loans l JOIN key_cabinet_holders h ON h.id = "
                     "l.holder_id JOIN key_cabinet_keys k ON k.id = l.key_id ORDER BY l.id"));
      for (const auto& row : rows) all.push_back(row);
      return all;
    });
  }
  std::vector<std::string> loans_of(const Model& model) {
    std::vector<std::string> all;
    for (const auto& loan : model.loans) {
      all.push_back(loan.holder + ' ' + loan.key + ' ' + std::to_string(to_sql(loan.taken)) + ' ' +
                    (loan.returned ? std::to_string(to_sql(*loan.returned)) : "out") + ' ' + loan.how);
    }
    return all;
  }

  // How an online return is called is the business of another table's tests.
  static std::vector<std::string> plain(std::vector<std::string> loans) {
    for (auto& loan : loans) {
      for (const std::string how : {" online", " cabinet"}) {
        if (loan.ends_with(how)) loan.erase(loan.size() - how.size() + 1);
      }
    }
    return loans;
  }

  void compare_batch(Model& model, Device& device, const std::vector<json>& events, bool says_now) {
    const auto now = clock().now();
    const bool wrong = says_now && std::chrono::abs(device.off) > std::chrono::minutes(2);
    const auto off = wrong ? -std::chrono::microseconds(device.off) : std::chrono::microseconds(0);
    auto ordered = events;
    std::stable_sort(ordered.begin(), ordered.end(), [](const json& a, const json& b) { return a["seq"] < b["seq"]; });
    Reasons expected;
    for (const auto& event : ordered) {
      const auto parsed = device_batch({{"events", {event}}}).events.front();
      const auto conflict =
          model.tell(to_sql(device.cabinet),
                     {parsed.seq, parsed.type, *parsed.serial, *parsed.key, parsed.told, event.dump()}, now, off);
      if (!conflict.empty()) expected.push_back(std::to_string(parsed.seq) + " " + conflict);
    }
    const auto before = recorded();
    const auto taken = tell(device.cabinet, events, says_now ? json(at(device.off.count())) : json());
    ASSERT_EQ(reasons(taken), expected);
    ASSERT_EQ(recorded() - before, taken.accepted);
    ASSERT_EQ(recorded(), model.events);
  }

  void one_run(unsigned seed, int steps) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    forget();
    Model model;
    std::array<Device, 2> devices{Device{hall_}, Device{stage_}};
    for (auto& device : devices)
      device.off = any(random, std::array<std::chrono::seconds, 5>{{std::chrono::seconds(0), std::chrono::seconds(0),
                                                                    std::chrono::seconds(30), std::chrono::hours(-2),
                                                                    std::chrono::hours(3)}});
    for (int step = 0; step < steps && !HasFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      clock().advance(std::chrono::seconds(1 + random() % 400));
      auto& device = devices[random() % 2];
      const auto by = cabinet(to_sql(device.cabinet));
      const auto &serial = any(random, kSerials), &label = any(random, kLabels);
      switch (random() % 7) {
        case 0:
          ASSERT_EQ(loans().issue(by, {serial, label}) == Issue::Issued,
                    model.issue(to_sql(device.cabinet), serial, label, clock().now()));
          break;
        case 1: {
          // Returning for others is another table's business, too.
          if (serial == "KEEPER") break;
          ASSERT_EQ(loans().give_back(by, {serial, label}) == Return::Returned,
                    model.give_back(to_sql(device.cabinet), serial, label, clock().now()));
          break;
        }
        case 3: {
          const auto& to = any(random, kSerials);
          ASSERT_EQ(loans().hand_over(by, {serial, label, to}).outcome == Handover::Done,
                    model.hand_over(to_sql(device.cabinet), serial, label, to, clock().now()));
          break;
        }
        case 2: compare_batch(model, device, something_to_send(random, device), random() % 2 == 0); break;
        default: something_happens(random, device);
      }
      ASSERT_EQ(plain(loans_now()), plain(loans_of(model)));
    }
    for (auto& device : devices) compare_batch(model, device, device.log, true);
    ASSERT_EQ(plain(loans_now()), plain(loans_of(model)));
    EXPECT_EQ(overlaps(), 0);
    EXPECT_EQ(loans_where("returned_at < taken_at"), 0);
    EXPECT_EQ(recorded(), model.events);
  }
};
CALLBOARD_ON_BOTH_ENGINES(OfflineProperty);

TEST_P(OfflineProperty, EveryInterleavingComesOutAsTheModelSays) {
  const int runs = (engine() == Engine::Sqlite ? 150 : 40) * times();
  std::random_device fresh;
  for (int run = 0; run < runs && !HasFailure(); ++run) one_run(times() > 1 ? fresh() : 20261121u + run, 60);
}

// Cabinets in threads, each online and offline by turns, and each sending what it has sent before. A batch that failed
// is sent again, as a device would.
TEST_P(OfflineProperty, NoKeyIsInTwoHandsAndNoEventIsLostWhileAllWorkAtOnce) {
  const int steps = 60 * times();
  std::atomic<long long> issued_online = 0, returned_online = 0, handed = 0, events = 0, accepted = 0, refused = 0;
  const std::array<CabinetId, 4> cabinets{hall_, stage_, enrol("foyer"), enrol("cellar")};
  // Two threads for each cabinet: one of them sends what the other sends, so that a batch meets itself.
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  const auto patiently = [&](const auto& work) {
    for (int i = 0; i < 50; ++i) {
      try {
        return work();
      } catch (const Unavailable&) {
        ++refused;
      }
    }
    ADD_FAILURE() << "the database never came to it";
  };
  const auto started = clock().now();
  on_threads(8, [&](int thread) {
    std::mt19937 random(seed + static_cast<unsigned>(thread) / 2);  // both do the same
    Device device{cabinets[static_cast<std::size_t>(thread) / 2]};
    const auto send_from = [&](std::size_t from) {
      for (; from < device.log.size(); from += kMostDeviceEvents) {
        const auto until = std::min(device.log.size(), from + kMostDeviceEvents);
        const std::vector<json> batch(device.log.begin() + static_cast<long>(from),
                                      device.log.begin() + static_cast<long>(until));
        patiently([&] { accepted += tell(device.cabinet, batch).accepted; });
      }
    };
    std::mt19937 own(seed + 100 + static_cast<unsigned>(thread));
    std::set<std::string> made;
    for (int step = 0; step < steps; ++step) {
      json event{{"seq", ++device.seq},
                 {"at", finely(started + std::chrono::milliseconds(40) * step)},
                 {"type", random() % 2 == 0 ? "issued" : "returned"},
                 {"serial", kSerials[random() % 3]},
                 {"key", kLabels[random() % 3]}};
      device.log.push_back(event);
      const auto by = cabinet(to_sql(device.cabinet));
      const LoanRequest wanted{kSerials[own() % 2], kLabels[own() % 3]};
      patiently([&] {
        const auto what = own() % 5;
        if (what == 0) {
          if (loans().hand_over(by, {"12345ABC", "101", "67890DEF"}).outcome == Handover::Done) ++handed;
        } else if (what < 3) {
          if (loans().issue(by, wanted) == Issue::Issued) ++issued_online;
        } else if (loans().give_back(by, wanted) == Return::Returned) {
          ++returned_online;
        }
      });
      if (own() % 5 == 0) {
        send_from(own() % device.log.size());
      }
      clock().advance(std::chrono::milliseconds(own() % 10));
    }
    send_from(0);
    if (thread % 2 == 0) events += device.seq;
  });

  EXPECT_EQ(accepted, events) << "each event has its effect once";
  EXPECT_EQ(recorded(), events) << "no event is lost";
  const auto opened = recorded("type = 'issued' AND conflict IN ('', 'no_access', 'held_by_other', 'clock')");
  const auto superseded = recorded("conflict = 'held_by_other'");
  const auto closed = recorded("type = 'returned' AND conflict IN ('', 'returned_by_other', 'clock')");
  EXPECT_EQ(loans_where("1 = 1"), issued_online + opened + handed) << "each effect is there, and no other";
  EXPECT_EQ(loans_where("returned_at IS NOT NULL"), returned_online + closed + superseded + handed);
  EXPECT_EQ(
      number("SELECT COUNT(*) FROM (SELECT key_id FROM key_cabinet_loans WHERE returned_at IS NULL GROUP BY key_id "
             "HAVING COUNT(*) > 1) twice"),
      0);
  EXPECT_EQ(loans_where("returned_at < taken_at"), 0);
  EXPECT_GT(opened, 0);
  EXPECT_GT(issued_online, 0);
  std::cout << events << " events, " << opened << " opened by them, " << issued_online << " issued online, " << handed
            << " handed over, " << refused << " given up and sent again\n";
}

}  // namespace
}  // namespace key_cabinet
