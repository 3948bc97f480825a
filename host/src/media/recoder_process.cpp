#include "media/recoder_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "callboard/errors.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

constexpr std::size_t kMostOutput = 64 * 1024 * 1024;

[[noreturn]] void recoder_failed(const char* action, int error) {
  throw Unavailable(std::string("recoder: ") + action + ": " + std::strerror(error));
}

// How the process starts: with nothing of the host's but its input, a pipe and the file that it is to write.
class SpawnSetup {
 public:
  SpawnSetup(int input, int output, int result) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (result >= 0) posix_spawn_file_actions_adddup2(&actions_, result, kRecoderResult);
    posix_spawn_file_actions_addclosefrom_np(&actions_, result >= 0 ? kRecoderResult + 1 : kRecoderResult);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;

  pid_t spawn(const std::filesystem::path& program, std::vector<std::string> arguments) const {
    // One arena for malloc: address space is what is limited.
    static constexpr std::array<const char*, 5> kEnvironment = {"PATH=/usr/bin:/bin", "HOME=/nonexistent",
                                                                "LC_ALL=C.UTF-8", "MALLOC_ARENA_MAX=1", nullptr};
    arguments.insert(arguments.begin(), program.string());
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    if (const int error = ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, argv.data(),
                                        const_cast<char* const*>(kEnvironment.data()))) {
      recoder_failed("start", error);
    }
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// Kills and reaps on every way out.
class RecoderChild {
 public:
  explicit RecoderChild(pid_t pid) : pid_(pid) {}
  ~RecoderChild() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  RecoderChild(const RecoderChild&) = delete;
  RecoderChild& operator=(const RecoderChild&) = delete;

  int wait_until(Deadline deadline) {
    int status = 0;
    for (;;) {
      const auto found = ::waitpid(pid_, &status, WNOHANG);
      if (found == pid_) break;
      if (found < 0 && errno != EINTR) recoder_failed("wait", errno);
      if (std::chrono::steady_clock::now() >= deadline) throw Unavailable("recoder: it does not end");
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_;
};

int milliseconds_until(Deadline deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

std::string read_until_end(int from, Deadline deadline) {
  std::string output;
  std::array<char, 65536> piece{};
  for (;;) {
    pollfd ready{from, POLLIN, 0};
    const int events = ::poll(&ready, 1, milliseconds_until(deadline));
    if (events < 0 && errno == EINTR) continue;
    if (events == 0) throw Unavailable("recoder: it takes too long");
    const auto count = ::read(from, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) recoder_failed("read", errno);
    if (count == 0) return output;
    output.append(piece.data(), static_cast<std::size_t>(count));
    if (output.size() > kMostOutput) throw Unavailable("recoder: it writes too much");
  }
}

RecoderExit exit_of(int status) {
  if (!WIFEXITED(status)) return RecoderExit::Broken;
  const auto code = static_cast<RecoderExit>(WEXITSTATUS(status));
  if (code == RecoderExit::Done || code == RecoderExit::TooManyPixels || code == RecoderExit::Broken) return code;
  if (code == RecoderExit::NoRoom) throw Unavailable("recoder: no room on the disk");
  throw Unavailable("recoder: exit status " + std::to_string(WEXITSTATUS(status)));
}

}  // namespace

std::filesystem::path program_beside_this(const char* name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

RecoderRun run_recoder(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                       const std::filesystem::path& input, std::chrono::milliseconds bound, int result) {
  const auto deadline = std::chrono::steady_clock::now() + bound;
  const UniqueFd file(::open(input.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) recoder_failed("open", errno);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) recoder_failed("pipe", errno);
  const UniqueFd output(ends[0]);
  UniqueFd into(ends[1]);
  RecoderChild child(SpawnSetup(file.get(), into.get(), result).spawn(program, arguments));
  into.reset();
  RecoderRun run;
  run.output = read_until_end(output.get(), deadline);
  run.exit = exit_of(child.wait_until(deadline));
  return run;
}

}  // namespace callboard::host
