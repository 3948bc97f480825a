#include "callboard/testing/mariadb_server.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <mysql.h>

#include "temporary_folder.hpp"

namespace callboard::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kStartLimit{60};

fs::path program() {
  for (const char* path : {"/usr/sbin/mariadbd", "/usr/sbin/mysqld", "/usr/local/sbin/mariadbd", "/usr/bin/mariadbd"}) {
    if (::access(path, X_OK) == 0) return path;
  }
  throw std::runtime_error("mariadbd is not installed (Debian: mariadb-server)");
}

using Handle = std::unique_ptr<MYSQL, decltype(&mysql_close)>;

// Null where it does not answer.
Handle connect(const fs::path& socket) {
  Handle handle(mysql_init(nullptr), &mysql_close);
  const unsigned limit = 2;
  mysql_options(handle.get(), MYSQL_OPT_CONNECT_TIMEOUT, &limit);
  if (mysql_real_connect(handle.get(), nullptr, "root", nullptr, nullptr, 0, socket.c_str(), CLIENT_MULTI_STATEMENTS) ==
      nullptr)
    handle.reset();
  return handle;
}

std::vector<std::vector<std::string>> rows_of(MYSQL* connection) {
  std::vector<std::vector<std::string>> found;
  const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_store_result(connection),
                                                                        &mysql_free_result);
  if (!result) return found;
  const auto columns = mysql_num_fields(result.get());
  while (const MYSQL_ROW row = mysql_fetch_row(result.get())) {
    auto& fields = found.emplace_back();
    for (unsigned i = 0; i < columns; ++i) fields.emplace_back(row[i] == nullptr ? "" : row[i]);
  }
  return found;
}

}  // namespace

MariadbServer::MariadbServer()
    : folder_(new_temporary_folder("callboard-db")), socket_(folder_ / "s"), owner_(::getpid()) {
  fs::create_directory(folder_ / "data");
  fs::create_directory(folder_ / "tmp");
  start();
}

MariadbServer::~MariadbServer() {
  if (::getpid() != owner_) return;
  kill();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void MariadbServer::start() {
  spawn();
  wait_until_it_answers();
}

// Without accounts it needs no system tables, so an empty folder is enough and nothing has to be installed into it.
void MariadbServer::spawn() {
  const auto binary = program().string();
  const std::vector<std::string> words = {binary,
                                          "--no-defaults",
                                          "--user=" + std::string(::getuid() == 0 ? "root" : ""),
                                          "--datadir=" + (folder_ / "data").string(),
                                          "--tmpdir=" + (folder_ / "tmp").string(),
                                          "--socket=" + socket_.string(),
                                          "--pid-file=" + (folder_ / "pid").string(),
                                          "--skip-networking",
                                          "--skip-grant-tables",
                                          "--skip-log-bin",
                                          "--performance-schema=OFF",
                                          "--innodb-stats-persistent=OFF",
                                          "--innodb-buffer-pool-size=32M",
                                          "--innodb-log-file-size=16M",
                                          "--innodb-flush-log-at-trx-commit=1",
                                          "--innodb-doublewrite=ON",
                                          "--innodb-buffer-pool-dump-at-shutdown=OFF",
                                          "--innodb-buffer-pool-load-at-startup=OFF",
                                          "--max-connections=200",
                                          "--key-buffer-size=1M",
                                          "--aria-pagecache-buffer-size=1M",
                                          "--character-set-server=utf8mb4"};
  std::vector<char*> arguments;
  for (const auto& word : words) {
    if (word != "--user=") arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const auto log = (folder_ / "log").string();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ > 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, 1);
  ::dup2(out, 2);
  ::close_range(3, ~0U, 0);
  ::execv(binary.c_str(), arguments.data());
  ::_exit(127);
}

void MariadbServer::wait_until_it_answers() {
  const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
  while (!connect(socket_)) {
    const bool ended = ::waitpid(pid_, nullptr, WNOHANG) == pid_;
    if (ended) pid_ = -1;
    if (ended || std::chrono::steady_clock::now() > deadline) {
      std::ifstream log(folder_ / "log");
      throw std::runtime_error("mariadbd does not start:\n" + std::string(std::istreambuf_iterator<char>(log), {}));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void MariadbServer::kill() { end(SIGKILL); }
void MariadbServer::stop() { end(SIGTERM); }

void MariadbServer::end(int signal) {
  if (pid_ <= 0) return;
  ::kill(pid_, signal);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void MariadbServer::freeze() {
  ::kill(pid_, SIGSTOP);
  ::waitpid(pid_, nullptr, WUNTRACED);  // its threads stop one by one: until the last has
}
void MariadbServer::thaw() { ::kill(pid_, SIGCONT); }

void MariadbServer::execute(const std::string& statement) { rows(statement); }

std::vector<std::vector<std::string>> MariadbServer::rows(const std::string& statements) {
  const auto handle = connect(socket_);
  if (!handle) throw std::runtime_error("mariadbd does not answer");
  std::vector<std::vector<std::string>> found;
  int status = mysql_query(handle.get(), statements.c_str());
  while (status == 0) {
    found = rows_of(handle.get());
    status = mysql_next_result(handle.get());
  }
  if (status > 0) throw std::runtime_error(statements + ": " + mysql_error(handle.get()));
  return found;
}

}  // namespace callboard::testing
