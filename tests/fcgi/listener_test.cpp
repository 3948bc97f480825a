#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>

#include "served.hpp"

namespace callboard::host {
namespace {

class ListenerTest : public ::testing::Test {
 protected:
  static std::string error_of(const std::string& address) {
    try {
      Listener::bind(address);
      return {};
    } catch (const ListenError& error) {
      return error.what();
    }
  }
  TemporaryFolder folder_;
};

TEST_F(ListenerTest, RefusesATcpAddressWithoutAHost) {
  EXPECT_NE(error_of(":9000").find("name the host"), std::string::npos) << error_of(":9000");
  EXPECT_NE(error_of("*:9000").find("name the host"), std::string::npos);
}

TEST_F(ListenerTest, RefusesWhatIsNoAddress) {
  for (const char* address : {"", "9000", "socket", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:http",
                              "127.0.0.1:-1", "127.0.0.1: 80", "::1:9000", "[]:9000", "no-such-host.invalid:9000"}) {
    EXPECT_NE(error_of(address).find(fmt::format("\"{}\"", address)), std::string::npos) << "names " << address;
  }
}

TEST_F(ListenerTest, RefusesAPathThatIsTooLongOrCannotBe) {
  EXPECT_NE(error_of(folder_ / std::string(200, 'x')).find("at most 107 bytes"), std::string::npos);
  EXPECT_NE(error_of(folder_ / "missing/folder/socket").find("No such file"), std::string::npos);
}

TEST_F(ListenerTest, LetsOwnerAndGroupConnectAndNobodyElse) {
  const Listener listener = Listener::bind(folder_ / "socket");
  struct stat info {};
  ASSERT_EQ(::stat((folder_ / "socket").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0660U);
}

TEST_F(ListenerTest, MakesTheFolderThatANewInstallationHasNotYet) {
  const Listener listener = Listener::bind(folder_ / "run/socket");
  EXPECT_NO_THROW(fastcgi::Client(folder_ / "run/socket"));
}

TEST_F(ListenerTest, ReplacesASocketThatADeadProcessLeftBehind) {
  { const Listener dead = Listener::bind(folder_ / "socket"); }
  ASSERT_TRUE(std::filesystem::exists(folder_ / "socket"));
  const Listener listener = Listener::bind(folder_ / "socket");
  EXPECT_NO_THROW(fastcgi::Client(folder_ / "socket"));
}

TEST_F(ListenerTest, LeavesASocketAloneThatSomebodyListensOn) {
  const Listener first = Listener::bind(folder_ / "socket");
  EXPECT_NE(error_of(folder_ / "socket").find("somebody listens"), std::string::npos);
  EXPECT_NO_THROW(fastcgi::Client(folder_ / "socket"));
}

TEST_F(ListenerTest, LeavesAFileAloneThatIsNoSocket) {
  std::ofstream(folder_ / "precious") << "text";
  EXPECT_NE(error_of(folder_ / "precious").find("no socket"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(folder_ / "precious"), 4U);
}

TEST_F(ListenerTest, RemovesItsFileWhenItCloses) {
  Listener listener = Listener::bind(folder_ / "socket");
  listener.close();
  EXPECT_FALSE(std::filesystem::exists(folder_ / "socket"));
}

// systemd hands descriptors over by number, so this needs a process of its own. The result is the
// exit code: 0 for a listener that works.
int take_from_systemd(int socket, const char* count) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDS", count, 1);
    ::dup2(socket, 3);
    ::dup2(socket, 4);
    try {
      const auto listener = Listener::from_systemd();
      std::_Exit(listener && listener->fd() == 3 && ::getenv("LISTEN_FDS") == nullptr ? 0 : 1);
    } catch (const ListenError&) {
      std::_Exit(2);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

TEST_F(ListenerTest, TakesTheOneSocketOfSystemd) {
  EXPECT_FALSE(Listener::from_systemd());
  const Listener listening = Listener::bind(folder_ / "socket");
  EXPECT_EQ(take_from_systemd(listening.fd(), "1"), 0);
}

TEST_F(ListenerTest, RefusesWhatSystemdShouldNotHandOver) {
  const Listener listening = Listener::bind(folder_ / "socket");
  EXPECT_EQ(take_from_systemd(listening.fd(), "2"), 2) << "two sockets";
  const UniqueFd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(take_from_systemd(file.get(), "1"), 2) << "no socket";
}

TEST_F(ListenerTest, RefusesADescriptorThatIsNoListeningSocket) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const UniqueFd read(ends[0]), write(ends[1]);
  EXPECT_THROW(Listener::inherited(read.get(), "test", false), ListenError);
  EXPECT_THROW(Listener::inherited(9999, "test", false), ListenError);
}

TEST_F(ListenerTest, ServesOverTcp) {
  // The kernel's choice of a free port, which is free again when it is asked for by its number.
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  UniqueFd probe(::socket(AF_INET, SOCK_STREAM, 0));
  ASSERT_EQ(::bind(probe.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::getsockname(probe.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  probe.reset();
  const Listener listener = Listener::bind(fmt::format("127.0.0.1:{}", ntohs(address.sin_port)));
  callboard::testing::RecordingLog log;
  Dispatcher dispatcher(
      listener.fd(), {.threads = 2}, [](Request&) { return Response::text(std::string(100000, 'x')); }, {}, log);
  dispatcher.start();
  fastcgi::Client client(reinterpret_cast<sockaddr*>(&address), size);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.get("/").body.size(), 100000U);
}

}  // namespace
}  // namespace callboard::host
