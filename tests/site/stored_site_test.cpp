#include "site/stored_site.hpp"

#include <future>

#include <gtest/gtest.h>

#include "callboard/testing/database_fixture.hpp"

namespace callboard::host {
namespace {

using std::chrono::milliseconds;

// The real one, until it goes down or is made to wait.
class Interrupted : public Database {
 public:
  explicit Interrupted(Database& real) : real_(real) {}
  Engine engine() const override { return real_.engine(); }

  bool down = false;
  int reads = 0;
  std::function<void()> before = [] {};

 protected:
  void run(Mode mode, const Function& work) override {
    before();
    ++reads;
    if (down) throw Unavailable("the database is down");
    if (mode == Mode::ReadSingle) return real_.read_single(work);
    real_.transact(work);
  }

 private:
  Database& real_;
};

class StoredSiteTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }

  // A process; those of one host share the number.
  std::unique_ptr<StoredSite> process(std::atomic<std::uint64_t>& generation,
                                      milliseconds every = milliseconds(60000)) {
    auto site = std::make_unique<StoredSite>(settings_, database(), log(), generation, every);
    site->refresh();
    return site;
  }
  void set(StoredSite& by, const std::string& name, std::int64_t version, const std::string& zone = "Europe/Moscow") {
    database().transact([&](Transaction& tx) {
      by.store(tx, {name, "ignored", zone, "", "Lane 7\n+7 495 555", "We keep little.", Time(std::chrono::hours(5))},
               version);
    });
    by.changed();
  }
  static std::string seen_by(StoredSite& site) {
    site.refresh();
    return site.info()->name;
  }

  const SiteSettings settings_{"Configured", "https://school.example", "UTC", "en"};
  std::atomic<std::uint64_t> host_{0}, other_host_{0};
};
CALLBOARD_ON_BOTH_ENGINES(StoredSiteTest);

TEST_P(StoredSiteTest, IsAsConfiguredUntilSomebodySetsIt) {
  const auto site = process(host_);
  EXPECT_EQ(site->info()->name, "Configured");
  EXPECT_EQ(site->info()->url, "https://school.example");
  const auto stored = database().read([&](Transaction& tx) { return site->stored(tx); });
  EXPECT_EQ(stored.version, 0);
  EXPECT_EQ(stored.info.name, "Configured");
}

TEST_P(StoredSiteTest, KeepsAllThatIsSetButTheAddress) {
  const auto site = process(host_);
  set(*site, "Школа на Тверском", 0);
  site->refresh();
  const auto info = site->info();
  EXPECT_EQ(info->name, "Школа на Тверском");
  EXPECT_EQ(info->url, "https://school.example");
  EXPECT_EQ(info->time_zone, "Europe/Moscow");
  EXPECT_EQ(info->contacts, "Lane 7\n+7 495 555");
  EXPECT_EQ(info->privacy, "We keep little.");
  EXPECT_EQ(info->privacy_since, Time(std::chrono::hours(5)));
}

TEST_P(StoredSiteTest, ShowsAChangeToEveryProcessOfTheHostAtOnce) {
  const auto one = process(host_), two = process(host_);
  set(*one, "First", 0);
  EXPECT_EQ(seen_by(*two), "First");
  set(*two, "Second", 1);
  EXPECT_EQ(seen_by(*one), "Second");
}

TEST_P(StoredSiteTest, ShowsAChangeToAnotherHostAfterAWhile) {
  const auto here = process(host_), patient = process(other_host_), there = process(other_host_, milliseconds(1));
  set(*here, "New", 0);
  EXPECT_EQ(seen_by(*patient), "Configured");
  std::this_thread::sleep_for(milliseconds(5));
  EXPECT_EQ(seen_by(*there), "New");
}

TEST_P(StoredSiteTest, RefusesAVersionThatIsNoLongerTheLatest) {
  const auto site = process(host_);
  set(*site, "First", 0);
  EXPECT_THROW(set(*site, "Late", 0), Conflict);
  set(*site, "Second", 1);
  EXPECT_THROW(set(*site, "Late", 1), Conflict);
  EXPECT_EQ(seen_by(*site), "Second");
}

TEST_P(StoredSiteTest, CostsNoDatabaseAccessWhileNothingIsNew) {
  Interrupted counted(database());
  StoredSite site(settings_, counted, log(), host_, milliseconds(60000));
  site.refresh();
  const auto before = counted.reads;
  for (int i = 0; i < 100; ++i) site.refresh(), site.info();
  EXPECT_EQ(counted.reads, before);
}

TEST_P(StoredSiteTest, KeepsWhatItHasWhileTheDatabaseIsDown) {
  Interrupted fragile(database());
  StoredSite site(settings_, fragile, log(), host_, milliseconds(20));
  set(site, "Before", 0);
  EXPECT_EQ(seen_by(site), "Before");
  fragile.down = true;
  host_.fetch_add(1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(seen_by(site), "Before");
  const auto tried = fragile.reads;
  EXPECT_EQ(seen_by(site), "Before");
  EXPECT_EQ(fragile.reads, tried) << "it asks again only after a while";

  const auto other = process(host_);
  set(*other, "After", 1);
  fragile.down = false;
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_EQ(seen_by(site), "After");
}

TEST_P(StoredSiteTest, LetsOthersGoOnWhileOneLooksForNews) {
  Interrupted slow(database());
  StoredSite site(settings_, slow, log(), host_, milliseconds(1));
  std::promise<void> looking, go_on;
  slow.before = [&, first = true]() mutable {
    if (!std::exchange(first, false)) return;
    looking.set_value();
    go_on.get_future().wait();
  };
  auto one = std::async(std::launch::async, [&] { site.refresh(); });
  looking.get_future().wait();
  EXPECT_EQ(seen_by(site), "Configured");
  EXPECT_EQ(slow.reads, 0);
  go_on.set_value();
  one.wait();
}

TEST_P(StoredSiteTest, FallsBackWhereThisMachineDoesNotKnowTheZone) {
  const auto site = process(host_);
  set(*site, "Elsewhere", 0, "Mars/Olympus");
  EXPECT_EQ(seen_by(*site), "Elsewhere");
  EXPECT_EQ(site->info()->time_zone, "UTC");
}

}  // namespace
}  // namespace callboard::host
