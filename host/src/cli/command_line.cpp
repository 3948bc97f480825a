#include "cli/command_line.hpp"

#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/backup_commands.hpp"
#include "cli/commands.hpp"
#include "cli/media_commands.hpp"
#include "cli/serve.hpp"

namespace callboard::host {
namespace {

using Run = std::function<int()>;

// What the arguments of the commands say.
struct Choices {
  bool dry_run = false;
  std::string backup;
  bool sure = false;
  bool repair = false;
};

void add_commands(CLI::App& app, const Invocation& invocation, Run& run, Choices& choices) {
  const auto add = [&](const char* name, const char* help, Run chosen) {
    return app.add_subcommand(name, help)->callback([&run, chosen] { run = chosen; });
  };
  auto& out = std::cout;
  auto& err = std::cerr;
  add("serve", "run the host until SIGTERM; SIGHUP reloads, SIGQUIT drains", [&] { return serve(invocation); });
  add("check", "check configuration, templates, plugins and schema", [&] { return check(invocation, out, err); });
  add("migrate", "bring the database's schema up to date", [&] {
    return migrate(invocation, choices.dry_run, out, err);
  })->add_flag("--dry-run", choices.dry_run, "only say what would run");
  add("plugins", "list the plugins and what is wrong with one", [&] { return plugins(invocation, out, err); });
  add("routes", "list the routes, who may ask and which plugin answers", [&] { return routes(invocation, out, err); });
  add("demo", "load the plugins' demo data", [&] { return demo(invocation, out, err); });
  add("backup", "make a backup of the database", [&] { return backup(invocation, out, err); });
  add("backups", "list the backups", [&] { return backups(invocation, out, err); });
  auto* const restoring = add("restore", "put a backup in the database's place; the host must be stopped",
                              [&] { return restore(invocation, choices.backup, choices.sure, std::cin, out, err); });
  restoring->add_option("backup", choices.backup, "its name, or a file")->required();
  restoring->add_flag("--yes", choices.sure, "do not ask");
  auto* const media = app.add_subcommand("media", "the stored files")->require_subcommand(1);
  auto* const checking =
      media->add_subcommand("check", "compare the stored files with what the database knows of them");
  checking->callback([&run, &invocation, &choices, &out, &err] {
    run = [&] { return media_check(invocation, choices.repair, out, err); };
  });
  checking->add_flag("--repair", choices.repair, "remove what nobody misses");
  add("version", "print the version", [&out] {
    out << "callboard " CALLBOARD_VERSION "\n";
    return 0;
  });
}

int explain(const std::exception& error) {
  std::cerr << "callboard: " << error.what() << "\n";
  return 1;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  Invocation invocation;
  invocation.program = std::filesystem::read_symlink("/proc/self/exe");
  Choices choices;
  Run run;

  CLI::App app("Callboard: a theatre school's platform", "callboard");
  app.add_option("--config", invocation.config, "the configuration file (TOML)")->envname("CALLBOARD_CONFIG");
  app.add_option("--set", invocation.overrides, "section.key=value, over the configuration file")
      ->allow_extra_args(false);
  app.footer("Plugins bring further commands: `callboard --config FILE COMMAND …`.");
  app.require_subcommand(0, 1);
  app.prefix_command();  // what is no command of ours, and all behind it, is a plugin's
  add_commands(app, invocation, run, choices);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  }
  try {
    if (run) return run();
    const auto arguments = app.remaining();
    if (!arguments.empty()) return plugin_command(invocation, arguments, std::cout, std::cerr);
  } catch (const std::exception& error) {
    return explain(error);
  }
  std::cerr << app.help();
  return 2;
}

}  // namespace callboard::host
