#include "cli/commands.hpp"

#include <ostream>

#include "cli/plugin_commands.hpp"
#include "log/json_log.hpp"
#include "runtime/runtime.hpp"
#include "sql/migrator.hpp"

namespace callboard::host {
namespace {

// What a command needs besides its settings: warnings go to stderr, counters nowhere.
struct Workshop {
  explicit Workshop(const Invocation& invocation) : settings(invocation.settings()) {
    std::filesystem::create_directories(settings.server.data_dir);
  }
  Migrator migrator() { return {settings.database, settings.server.data_dir, migration_folders(settings), clock, log}; }

  Settings settings;
  JsonLog log{Log::Level::Warning};
  SystemClock clock;
  SharedCounters counters = SharedCounters::create();
};

std::string described(const Migrator::Step& step) {
  auto text = fmt::format("{}/{}", step.feature, step.name);
  if (step.applied > 0) text += fmt::format(" (goes on after {} of {} statements)", step.applied, step.statements);
  return text;
}

bool migrations_fit(Workshop& workshop, std::ostream& err) {
  try {
    const auto pending = workshop.migrator().pending();
    for (const auto& step : pending) err << "pending migration: " << described(step) << "\n";
    if (!pending.empty()) err << "run `callboard migrate` first\n";
    return pending.empty();
  } catch (const Unavailable& error) {
    err << "warning: the database does not answer, so its schema was not checked: " << error.what() << "\n";
    return true;
  }
}

std::string described(const Access& access) {
  std::string who;
  switch (access.kind) {
    case Access::Kind::Everyone: who = "everyone"; break;
    case Access::Kind::SignedIn: who = "signed_in"; break;
    case Access::Kind::Role: who = access.role; break;
    case Access::Kind::Device: who = "device"; break;
  }
  return access.recent ? who + ",recently" : who;
}

}  // namespace

int check(const Invocation& invocation, std::ostream& out, std::ostream& err) {
  Workshop workshop(invocation);
  for (const auto& warning : workshop.settings.warnings) err << "warning: " << warning << "\n";
  const Runtime runtime(workshop.settings, workshop.log, workshop.counters);
  for (const auto& status : runtime.plugins().statuses()) {
    if (!status.running()) err << "warning: plugin " << status.name << ": " << status.problem << "\n";
  }
  if (!migrations_fit(workshop, err)) return 1;
  out << "the configuration " << workshop.settings.file.string() << " is good\n";
  return 0;
}

int migrate(const Invocation& invocation, bool dry_run, std::ostream& out, std::ostream&) {
  Workshop workshop(invocation);
  auto migrator = workshop.migrator();
  const auto steps = dry_run ? migrator.pending() : migrator.migrate();
  for (const auto& step : steps) out << (dry_run ? "would run " : "ran ") << described(step) << "\n";
  if (steps.empty()) out << "the schema is up to date\n";
  return 0;
}

int plugins(const Invocation& invocation, std::ostream& out, std::ostream&) {
  Workshop workshop(invocation);
  workshop.settings.plugins.required.clear();  // all are listed, whatever is wrong with them
  const Runtime runtime(workshop.settings, workshop.log, workshop.counters);
  bool all_run = true;
  for (const auto& status : runtime.plugins().statuses()) {
    all_run = all_run && status.running();
    out << fmt::format("{:<16} {:<8} {}\n", status.name, status.version.empty() ? "-" : status.version,
                       status.running() ? "runs" : "does not run: " + status.problem);
  }
  return all_run ? 0 : 1;
}

int routes(const Invocation& invocation, std::ostream& out, std::ostream&) {
  Workshop workshop(invocation);
  const Runtime runtime(workshop.settings, workshop.log, workshop.counters);
  for (const auto& route : runtime.router().routes()) {
    out << fmt::format("{:<7} {:<44} {:<18} {}\n", name_of(route.method), route.pattern, described(route.access),
                       route.plugin);
  }
  return 0;
}

int demo(const Invocation& invocation, std::ostream& out, std::ostream&) {
  Workshop workshop(invocation);
  Runtime runtime(workshop.settings, workshop.log, workshop.counters);
  runtime.site().refresh();
  auto told = nlohmann::json::object();
  for (const auto& load : runtime.plugins().demos()) told.update(load());
  out << told.dump(2) << "\n";
  return 0;
}

int plugin_command(const Invocation& invocation, const std::vector<std::string>& arguments, std::ostream& out,
                   std::ostream& err) {
  Workshop workshop(invocation);
  Runtime runtime(workshop.settings, workshop.log, workshop.counters, TemplateReading::WhenWanted);
  runtime.site().refresh();
  return run_plugin_command(runtime.plugins().commands(), arguments, out, err);
}

}  // namespace callboard::host
