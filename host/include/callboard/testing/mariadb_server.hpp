// A private MariaDB: its own process, folder and socket, no TCP, no accounts (everybody may do everything), as durable
// as production. It ends with this process, also when that crashes. Not thread-safe.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace callboard::testing {

class MariadbServer {
 public:
  // Starts on an empty folder and waits until it answers. Throws std::runtime_error with the server's own words.
  MariadbServer();
  // Kills it and removes the folder.
  ~MariadbServer();
  MariadbServer(const MariadbServer&) = delete;
  MariadbServer& operator=(const MariadbServer&) = delete;

  const std::filesystem::path& socket() const { return socket_; }
  const std::filesystem::path& folder() const { return folder_; }

  // As a power cut would: SIGKILL. Its data stay; but until the first stop() they may be unusable, because InnoDB does
  // not write a new database's first pages at once.
  void kill();
  // In good order.
  void stop();
  // Again on the same data, until it answers.
  void start();
  // Stops answering without closing anything (SIGSTOP), and goes on (SIGCONT).
  void freeze();
  void thaw();

  // Runs statements outside of what is tested. Throws std::runtime_error.
  void execute(const std::string& statement);
  // What the last of these statements selects, NULL as an empty text. Throws std::runtime_error.
  std::vector<std::vector<std::string>> rows(const std::string& statements);

 private:
  void spawn();
  void end(int signal);
  void wait_until_it_answers();

  std::filesystem::path folder_;
  std::filesystem::path socket_;
  pid_t owner_;  // a forked child must not stop its parent's server
  pid_t pid_ = -1;
};

}  // namespace callboard::testing
