// The master process: it holds the listening socket and keeps its children alive, and does nothing
// else. It loads no plugin and starts no thread, so that nothing of what may go wrong in a request
// can reach it, and so that it may fork.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "callboard/services.hpp"
#include "process/backoff.hpp"
#include "process/children.hpp"
#include "process/inheritance.hpp"

namespace callboard::host {

struct MasterOptions {
  unsigned workers = 1;
  bool jobs = true;
  Patience patience = {};
  BackoffLimits backoff = {};
  std::chrono::milliseconds check_time{60000};
  std::filesystem::path pid_file = {};  // none when empty
  // A reload runs `check_command` as a process of its own, so that a new binary and new plugins are
  // tested too; when it succeeds the master replaces itself by `command`. Both begin with the absolute
  // path of the program. An empty check always succeeds; without a command there is no reload.
  std::vector<std::string> check_command = {};
  std::vector<std::string> command = {};
};

class Master {
 public:
  using Main = Children::Main;

  // `counters` is the descriptor of the shared counters, or -1: it is handed on at a reload.
  Master(MasterOptions options, Listener listener, int counters, Predecessor predecessor, Main worker, Main jobs,
         Log& log);

  // Returns the exit code once all children have ended: 0 after SIGTERM, SIGINT or SIGQUIT; 1 when
  // the first generation could not start. SIGHUP reloads: check, replace this program (the process
  // id stays), start a new generation, and when all of it is ready drain the old one. As long as any
  // of that fails the old generation goes on serving.
  int run();

 private:
  enum class Mode { Running, Stopping, Draining };
  using Clock = Child::Clock;

  // A place that is to be filled by a living process.
  struct Slot {
    Role role;
    unsigned index;
    Backoff backoff;
    std::optional<Clock::time_point> restart_at = {};
  };

  void take_signals();
  void start_generation();
  void spawn(Slot& slot, unsigned generation);
  int run_in_child(WorkerContext& context) const;
  void wait_for_events();
  void on_signal(int number);
  void reap();
  void on_exit(const Child& child, int status);
  void restart_later(const Child& child);
  void restart_due();
  Clock::time_point next_restart() const;
  void check_start();
  void start_succeeded();
  void start_failed(const std::string& why);
  void reload();
  void on_check_done(int status);
  void end_check_when_late();
  void replace_self();
  Predecessor self() const;
  void stop_all();
  void drain_all();
  Slot* slot_of(const Child& child);

  const MasterOptions options_;
  Listener listener_;
  const int counters_;
  const Main worker_;
  const Main jobs_;
  Log& log_;

  Children children_;
  std::vector<Slot> slots_;
  UniqueFd signals_;
  Mode mode_ = Mode::Running;
  unsigned current_ = 0;              // the generation that serves; 0: none yet
  unsigned latest_ = 0;               // the number given out last
  std::optional<unsigned> starting_;  // the generation that is to take over
  pid_t check_ = 0;                   // the running check, or 0
  Clock::time_point check_until_;
  bool reload_again_ = false;  // a SIGHUP came while another reload was going on
  int exit_code_ = 0;
};

}  // namespace callboard::host
