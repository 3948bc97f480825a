#include "password_input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ostream>

namespace accounts {

namespace {

constexpr std::size_t kLongestLine = 4096;

volatile std::sig_atomic_t interrupted = 0;
int wake_up = -1;

void remember(int signal) {
  interrupted = signal;
  const auto written = ::write(wake_up, "", 1);
  static_cast<void>(written);  // full: it wakes up anyway
}

// A signal that would end the program ends the waiting for input instead, so that the terminal gets its echo back
// first; then it takes its course. A pipe tells of it, so that it is not missed where it comes just before the wait.
class Interruptible {
 public:
  Interruptible() {
    if (::pipe2(ends_.data(), O_CLOEXEC | O_NONBLOCK) != 0) throw PasswordInputError("too many files are open");
    interrupted = 0;
    wake_up = ends_[1];
    struct sigaction action {};
    action.sa_handler = remember;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &action, &before_[i]);
  }
  ~Interruptible() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &before_[i], nullptr);
    for (const int end : ends_) ::close(end);
    if (interrupted != 0) ::raise(interrupted);
  }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

  void wait_for_input(int fd) const {
    std::array<pollfd, 2> events{pollfd{fd, POLLIN, 0}, pollfd{ends_[0], POLLIN, 0}};
    while (::poll(events.data(), events.size(), -1) < 0 && errno == EINTR) {
    }
    if (interrupted != 0) throw PasswordInputError("interrupted");
  }

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  std::array<struct sigaction, kSignals.size()> before_{};
  std::array<int, 2> ends_{};
};

class WithoutEcho {
 public:
  explicit WithoutEcho(int fd) : fd_(fd) {
    if (::tcgetattr(fd_, &before_) != 0) throw PasswordInputError("the terminal cannot be set up");
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    quiet.c_lflag |= ECHONL;
    if (::tcsetattr(fd_, TCSADRAIN, &quiet) != 0) throw PasswordInputError("the terminal cannot be set up");
  }
  ~WithoutEcho() { ::tcsetattr(fd_, TCSADRAIN, &before_); }
  WithoutEcho(const WithoutEcho&) = delete;
  WithoutEcho& operator=(const WithoutEcho&) = delete;

 private:
  int fd_;
  termios before_{};
};

// Byte by byte, so that what follows the line stays for whoever reads next.
std::string line_from(int fd, const Interruptible* interruptible = nullptr) {
  std::string line;
  for (;;) {
    if (interruptible != nullptr) interruptible->wait_for_input(fd);
    char c = 0;
    const auto count = ::read(fd, &c, 1);
    if (count < 0) throw PasswordInputError(std::string("the password cannot be read: ") + std::strerror(errno));
    if (count == 0 || c == '\n') break;
    if (line.size() == kLongestLine) throw PasswordInputError("the password is too long");
    line.push_back(c);
  }
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) throw PasswordInputError("no password was given");
  return line;
}

}  // namespace

std::string password_from_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw PasswordInputError("cannot open " + file.string() + ": " + std::strerror(errno));
  try {
    auto password = line_from(fd);
    ::close(fd);
    return password;
  } catch (const PasswordInputError& error) {
    ::close(fd);
    throw PasswordInputError(file.string() + ": " + error.what());
  }
}

std::string password_from(int fd, std::ostream& prompt) {
  if (::isatty(fd) == 0) return line_from(fd);
  const Interruptible interruptible;
  const WithoutEcho quiet(fd);
  prompt << "Password: " << std::flush;
  auto password = line_from(fd, &interruptible);
  prompt << "The same again: " << std::flush;
  if (line_from(fd, &interruptible) != password) throw PasswordInputError("the two passwords differ");
  return password;
}

}  // namespace accounts
