#include "upkeep/mysql_programs.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "callboard/errors.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {
namespace {

constexpr int kOptionsFd = 3;  // in the child
constexpr std::size_t kMostWords = 2000;

[[noreturn]] void program_failed(const char* action, int error = errno) {
  throw Unavailable(fmt::format("backup: {}: {}", action, std::strerror(error)));
}

std::string option_value(std::string_view value) {
  std::string result = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

UniqueFd memory_with(std::string_view text) {
  UniqueFd memory(::memfd_create("callboard", MFD_CLOEXEC));
  // The programs ignore options that everybody could have written.
  if (!memory || ::fchmod(memory.get(), 0600) != 0) program_failed("memory");
  if (::write(memory.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) program_failed("memory");
  return memory;
}

std::string options(const DatabaseSettings& s) {
  auto text = fmt::format("[client]\nuser={}\npassword={}\ndefault-character-set=utf8mb4\n", option_value(s.user),
                          option_value(s.password));
  if (!s.socket.empty()) return text + fmt::format("socket={}\n", option_value(s.socket.string()));
  return text + fmt::format("host={}\nport={}\n", option_value(s.host), s.port);
}

class ClientProgram {
 public:
  // `in` and `out` are the child's; `words` is where it says what is wrong.
  ClientProgram(const char* program, std::vector<std::string> arguments, const DatabaseSettings& settings, int in,
                int out, int words) {
    const auto credentials = memory_with(options(settings));
    arguments.insert(arguments.begin(), {program, fmt::format("--defaults-file=/dev/fd/{}", kOptionsFd)});
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    // Out of the way first: what is to be 0 to 3 may lie there.
    const std::array from{safe(in), safe(out), safe(words), safe(credentials.get())};
    for (int i = 0; i <= kOptionsFd; ++i) {
      posix_spawn_file_actions_adddup2(&actions, from[static_cast<std::size_t>(i)].get(), i);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, kOptionsFd + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    const int error = ::posix_spawnp(&pid_, program, &actions, &attributes, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error == ENOENT) {
      throw Unavailable(fmt::format("backup: {} is not installed (package mariadb-client)", program),
                        _("The database's client programs are not installed on the server."));
    }
    if (error != 0) program_failed(program, error);
  }
  ~ClientProgram() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  ClientProgram(const ClientProgram&) = delete;
  ClientProgram& operator=(const ClientProgram&) = delete;

  bool succeeded() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0) {
      if (errno != EINTR) program_failed("wait");
    }
    pid_ = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  static UniqueFd safe(int fd) {
    UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, kOptionsFd + 1));
    if (!copy) program_failed("dup");
    return copy;
  }
  pid_t pid_ = 0;
};

std::string words_in(int memory) {
  std::string text(kMostWords, '\0');
  const auto got = ::pread(memory, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

UniqueFd nothing() { return UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC)); }

}  // namespace

void dump_mysql(const DatabaseSettings& settings, const Piece& piece) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) program_failed("pipe");
  const UniqueFd output(ends[0]);
  UniqueFd into(ends[1]);
  const auto words = memory_with("");
  ClientProgram child("mariadb-dump",
                      {"--single-transaction", "--quick", "--skip-lock-tables", "--hex-blob", "--no-tablespaces",
                       "--skip-dump-date", settings.name},
                      settings, nothing().get(), into.get(), words.get());
  into.reset();
  std::vector<char> buffer(1 << 18);
  std::string last;
  for (;;) {
    const auto got = ::read(output.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) program_failed("read");
    if (got == 0) break;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(got));
    last.append(text.substr(text.size() - std::min<std::size_t>(text.size(), 100)));
    last.erase(0, last.size() - std::min<std::size_t>(last.size(), 100));
    piece(text);
  }
  if (!child.succeeded()) throw Unavailable("backup: mariadb-dump: " + words_in(words.get()));
  if (last.find("-- Dump completed") == std::string::npos) throw Unavailable("backup: mariadb-dump ended too early");
}

// A socket instead of a pipe: writing to one whose reader has died is an error then, not a signal.
void load_mysql(const DatabaseSettings& settings, const std::function<void(const Piece&)>& feed) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) program_failed("socketpair");
  UniqueFd ours(ends[0]);
  UniqueFd theirs(ends[1]);
  const auto words = memory_with("");
  ClientProgram child("mariadb", {"--batch", settings.name}, settings, theirs.get(), nothing().get(), words.get());
  theirs.reset();
  bool refused = false;
  feed([&](std::string_view piece) {
    while (!refused && !piece.empty()) {
      const auto sent = ::send(ours.get(), piece.data(), piece.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      refused = sent < 0;
      if (!refused) piece.remove_prefix(static_cast<std::size_t>(sent));
    }
  });
  ours.reset();
  const bool succeeded = child.succeeded();
  if (!succeeded || refused) throw std::runtime_error("the database refuses it: " + words_in(words.get()));
}

}  // namespace callboard::host
