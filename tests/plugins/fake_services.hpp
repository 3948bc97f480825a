// What a plugin is lent in these tests: real values where it looks, and nothing behind the rest. A
// plugin may do no I/O while it registers, so a database or a view that is touched is a failure.
#pragma once

#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

#include "admin/plugins_admin_site.hpp"
#include "callboard/testing/fixed_clock.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "callboard/testing/recording_log.hpp"
#include "people/plugins_people_names.hpp"
#include "plugins/plugin_set.hpp"

namespace callboard::testing {

class UntouchedDatabase : public Database {
 public:
  Engine engine() const override { return Engine::Sqlite; }

 protected:
  void run(Mode, const Function&) override { throw std::logic_error("no database while registering"); }
};

class UntouchedView : public View {
 public:
  Response render(std::string_view, nlohmann::json, HttpStatus) const override { throw std::logic_error("no view"); }
  std::string expand(std::string_view, const nlohmann::json&, Language) const override {
    throw std::logic_error("no view");
  }
  std::string translate(const Text& text, Language) const override { return text.english(); }
};

class UntouchedMailer : public Mailer {
 public:
  void send(Transaction&, const Mail&) override { throw std::logic_error("no mail while registering"); }
};

class CountingMetrics : public Metrics, public Counter {
 public:
  Counter& counter(std::string_view, std::string_view) override { return *this; }
  void add(std::uint64_t n) override { sum += n; }
  std::uint64_t sum = 0;
};

class DefaultConfig : public Config {
 public:
  std::string text(std::string_view, std::string fallback) const override { return fallback; }
  std::int64_t integer(std::string_view, std::int64_t fallback, std::int64_t, std::int64_t) const override {
    return fallback;
  }
  bool flag(std::string_view, bool fallback) const override { return fallback; }
  std::vector<std::string> texts(std::string_view, std::vector<std::string> fallback) const override {
    return fallback;
  }
  std::string choice(std::string_view, std::string fallback, const std::vector<std::string>&) const override {
    return fallback;
  }
  std::filesystem::path path(std::string_view, std::filesystem::path fallback) const override { return fallback; }
  std::string secret(std::string_view) const override { return {}; }
};

class CollectedRoutes : public Routes {
 public:
  std::deque<Route> routes;

 protected:
  Route& add(Method method, std::string pattern, Access access, Handler handler) override {
    routes.emplace_back();
    auto& route = routes.back();
    route.method = method;
    route.pattern = std::move(pattern);
    route.access = std::move(access);
    route.handler = std::move(handler);
    return route;
  }
};

class UntouchedRateLimiter : public RateLimiter {
 public:
  std::chrono::seconds take(const RateLimit&, std::string_view) override { throw std::logic_error("no limits"); }
  std::chrono::seconds wait(const RateLimit&, std::string_view) override { throw std::logic_error("no limits"); }
  void reset(const RateLimit&, std::string_view) override { throw std::logic_error("no limits"); }
};

class UntouchedAuditLog : public AuditLog {
 public:
  void record(Transaction&, const Visitor&, const AuditEntry&) override { throw std::logic_error("no audit"); }
  std::vector<AuditedEntry> history(Transaction&, const std::string&, std::int64_t, int) override {
    throw std::logic_error("no audit");
  }
  std::vector<AuditedEntry> search(Transaction&, const AuditQuery&) override { throw std::logic_error("no audit"); }
  void erase(Transaction&, UserId) override { throw std::logic_error("no audit"); }
};

class UntouchedMediaStore : public MediaStore {
 public:
  StoredMedia store(std::string_view, std::string_view, std::string_view) override {
    throw std::logic_error("no media");
  }
  StoredMedia store_file(const std::filesystem::path&, std::string_view, std::string_view) override {
    throw std::logic_error("no media");
  }
  std::filesystem::path path_of(std::string_view) const override { throw std::logic_error("no media"); }
  void use(Transaction&, const StoredMedia&, const MediaUse&) override { throw std::logic_error("no media"); }
  void release(Transaction&, std::string_view, std::int64_t) override { throw std::logic_error("no media"); }
  Response send(std::string_view, std::string_view) const override { throw std::logic_error("no media"); }
};

class UntouchedPartialFiles : public PartialFiles {
 public:
  std::string begin() override { throw std::logic_error("no files"); }
  std::optional<std::uint64_t> size(std::string_view) const override { throw std::logic_error("no files"); }
  AppendedPiece append(std::string_view, std::uint64_t, std::uint64_t, const Request&,
                       const std::optional<PieceChecksum>&) override {
    throw std::logic_error("no files");
  }
  std::filesystem::path path_of(std::string_view) const override { throw std::logic_error("no files"); }
  void remove(std::string_view) override { throw std::logic_error("no files"); }
  std::uint64_t room() const override { throw std::logic_error("no files"); }
};

class UntouchedVideos : public Videos {
 public:
  ProbedVideo probe(const std::filesystem::path&, const VideoRules&) override { throw std::logic_error("no videos"); }
  std::optional<EncodedPicture> poster(const std::filesystem::path&, const PictureSize&) override {
    throw std::logic_error("no videos");
  }
  VideoFault copy_bare(const std::filesystem::path&, const std::filesystem::path&) override {
    throw std::logic_error("no videos");
  }
};

class UntouchedPictures : public Pictures {
 public:
  RecodedPicture recode(const Upload&, const PictureRules&) override { throw std::logic_error("no pictures"); }
};

class UntouchedPeoplesData : public PeoplesData {
 public:
  nlohmann::json collect(Transaction&, UserId) const override { throw std::logic_error("no data"); }
  void erase(Transaction&, UserId) const override { throw std::logic_error("no data"); }
};

class UntouchedSearchIndex : public SearchIndex {
 public:
  void put(Transaction&, std::string_view, std::int64_t, const std::vector<std::string>&) override {
    throw std::logic_error("no search");
  }
  void remove(Transaction&, std::string_view, std::int64_t) override { throw std::logic_error("no search"); }
  SearchCondition condition(Transaction&, std::string_view, std::string_view, std::string_view) override {
    throw std::logic_error("no search");
  }
};

class UntouchedUpkeep : public DatabaseUpkeep {
 public:
  DatabaseFacts facts() override { throw std::logic_error("no upkeep"); }
  std::vector<TableSize> tables() override { throw std::logic_error("no upkeep"); }
  std::vector<AppliedMigration> migrations() override { throw std::logic_error("no upkeep"); }
  PoolState pool() override { throw std::logic_error("no upkeep"); }
  std::vector<SlowStatement> slow_statements() override { throw std::logic_error("no upkeep"); }
  std::chrono::milliseconds slow_from() const override { throw std::logic_error("no upkeep"); }
  std::vector<std::string> check() override { throw std::logic_error("no upkeep"); }
  std::vector<Backup> backups() override { throw std::logic_error("no upkeep"); }
  Backup back_up() override { throw std::logic_error("no upkeep"); }
  Response send(std::string_view) override { throw std::logic_error("no upkeep"); }
  void remove(std::string_view) override { throw std::logic_error("no upkeep"); }
};

struct FakeHostServices {
  UntouchedDatabase database;
  UntouchedView view;
  UntouchedMailer mailer;
  FixedClock clock;
  RecordingLog log;
  CountingMetrics metrics;
  CollectedRoutes collected;
  DefaultConfig config;
  UntouchedRateLimiter rate_limiter;
  UntouchedAuditLog audit;
  UntouchedMediaStore media;
  UntouchedPartialFiles partial_files;
  UntouchedPictures pictures;
  UntouchedVideos videos;
  UntouchedSearchIndex search;
  FixedSite site;
  UntouchedUpkeep upkeep;
  UntouchedPeoplesData peoples_data;
  host::PluginsPeopleNames people;
  host::PluginsAdminSite admin_site;
  std::string unknown_key;

  host::HostServices services{[this](const std::string&, ErrorShape) -> Routes& { return collected; },
                              database,
                              view,
                              clock,
                              log,
                              mailer,
                              metrics,
                              rate_limiter,
                              audit,
                              media,
                              partial_files,
                              pictures,
                              videos,
                              search,
                              site,
                              upkeep,
                              peoples_data,
                              people,
                              admin_site,
                              [](std::string_view) { return Keys{{std::string(32, 'k')}}; }};
  host::PluginSet::Configuration configuration{[this](const std::string&) -> const Config& { return config; },
                                               [this](const std::string&) {
                                                 if (!unknown_key.empty())
                                                   throw ConfigError("unknown key " + unknown_key);
                                               }};

  std::vector<std::string> patterns() const {
    std::vector<std::string> all;
    for (const auto& route : collected.routes) all.push_back(std::string(name_of(route.method)) + " " + route.pattern);
    return all;
  }
};

}  // namespace callboard::testing
