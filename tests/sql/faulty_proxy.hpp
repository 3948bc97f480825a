// Stands between a client and MariaDB, on Unix sockets, and hangs up at a moment of the test's choosing.
#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace callboard::host {

class FaultyProxy {
 public:
  enum class Cut { BeforeTheServerSeesIt, AfterTheServerHasAnswered };

  FaultyProxy(std::filesystem::path listen, std::filesystem::path server);
  ~FaultyProxy();

  // Hangs up on the next client that sends a statement which begins with `statement`. Once.
  void cut(std::string statement, Cut when);
  // How often a statement that begins so has come.
  int seen(const std::string& statement);
  // How many clients are connected. One whose server hung up no longer is once it has been hung up on, too.
  int connected() const { return connected_; }

 private:
  void accept_clients();
  void serve(int client);
  bool forward_to_server(int client, int server);
  bool is_the_one(const std::string& statement, Cut& when);

  std::filesystem::path server_;
  int listener_;
  std::atomic<bool> stop_ = false;
  std::atomic<int> connected_ = 0;
  std::mutex mutex_;
  std::string wanted_;
  Cut when_ = Cut::BeforeTheServerSeesIt;
  std::vector<std::string> statements_;
  std::vector<std::jthread> clients_;
  std::jthread acceptor_;
};

}  // namespace callboard::host
