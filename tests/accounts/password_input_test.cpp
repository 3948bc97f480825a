#include "password_input.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <sstream>
#include <string>

namespace accounts {
namespace {

// A terminal with a program on it that asks for a password and says what it got.
class Terminal {
 public:
  Terminal() {
    pid_ = ::forkpty(&master_, nullptr, nullptr, nullptr);
    if (pid_ == 0) ask();
  }
  ~Terminal() {
    ::close(master_);
    if (pid_ > 0) wait();
  }

  void type(const std::string& text) { EXPECT_EQ(::write(master_, text.data(), text.size()), ssize_t(text.size())); }
  // Until this was seen; returns all of the screen.
  const std::string& read_until(const std::string& text) {
    while (screen_.find(text) == std::string::npos) {
      pollfd ready{master_, POLLIN, 0};
      char buffer[256];
      if (::poll(&ready, 1, 10'000) <= 0) break;
      const auto count = ::read(master_, buffer, sizeof buffer);
      if (count <= 0) break;
      screen_.append(buffer, static_cast<std::size_t>(count));
    }
    EXPECT_NE(screen_.find(text), std::string::npos) << screen_;
    return screen_;
  }
  bool echoes() const {
    termios state{};
    EXPECT_EQ(::tcgetattr(master_, &state), 0);
    return (state.c_lflag & ECHO) != 0;
  }
  int wait() {
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    pid_ = 0;
    return status;
  }

 private:
  [[noreturn]] static void ask() {
    struct Screen : std::stringbuf {
      int sync() override {
        const auto text = str();
        str("");
        return ::write(1, text.data(), text.size()) < 0 ? -1 : 0;
      }
    } screen;
    std::ostream prompt(&screen);
    try {
      const auto got = "got <" + std::to_string(password_from(0, prompt).size()) + ">";
      prompt << got << std::flush;
    } catch (const PasswordInputError& error) {
      prompt << "refused <" << error.what() << ">" << std::flush;
    }
    char c = 0;
    while (::read(0, &c, 1) > 0 && c != '\n') {
    }
    ::_exit(0);
  }

  int master_ = -1;
  pid_t pid_ = 0;
  std::string screen_;
};

TEST(PasswordInput, AsksTwiceOnATerminalAndShowsNothing) {
  Terminal terminal;
  terminal.read_until("Password: ");
  EXPECT_FALSE(terminal.echoes());
  terminal.type("correct horse 9\n");
  terminal.read_until("The same again: ");
  terminal.type("correct horse 9\n");
  const auto screen = terminal.read_until("got <15>");
  EXPECT_EQ(screen.find("correct"), std::string::npos) << screen;
  EXPECT_TRUE(terminal.echoes());
  terminal.type("\n");
}

TEST(PasswordInput, RefusesTwoThatDiffer) {
  Terminal terminal;
  terminal.read_until("Password: ");
  terminal.type("correct horse 9\n");
  terminal.read_until("The same again: ");
  terminal.type("correct horse 8\n");
  terminal.read_until("refused <the two passwords differ>");
  EXPECT_TRUE(terminal.echoes());
  terminal.type("\n");
}

TEST(PasswordInput, GivesTheTerminalItsEchoBackWhenItIsInterrupted) {
  Terminal terminal;
  terminal.read_until("Password: ");
  terminal.type("\x03");
  const int status = terminal.wait();
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
  EXPECT_TRUE(terminal.echoes());
}

TEST(PasswordInput, TakesTheFirstLineOfWhatIsNoTerminal) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::string input = "correct horse 9\r\nthe next\n";
  ASSERT_EQ(::write(ends[1], input.data(), input.size()), ssize_t(input.size()));
  std::ostringstream prompt;
  EXPECT_EQ(password_from(ends[0], prompt), "correct horse 9");
  EXPECT_EQ(password_from(ends[0], prompt), "the next");
  ::close(ends[1]);
  EXPECT_THROW(password_from(ends[0], prompt), PasswordInputError);
  ::close(ends[0]);
  EXPECT_EQ(prompt.str(), "");
}

TEST(PasswordInput, DoesNotReadForEver) {
  EXPECT_THROW(password_from_file("/dev/zero"), PasswordInputError);
  EXPECT_THROW(password_from_file("/"), PasswordInputError);
  EXPECT_THROW(password_from_file("/dev/null"), PasswordInputError);
}

}  // namespace
}  // namespace accounts
