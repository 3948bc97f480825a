#include "mail_testing.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace callboard::host {
namespace {

constexpr const char* kFolder = CALLBOARD_SOURCE_DIR "/tests/mail";

struct Child {
  pid_t pid;
  int in;
  int out;
};

Child spawn(const std::vector<std::string>& command) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("fork");
  if (pid == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    // openssl reports its progress there.
    if (command[0] == "/usr/bin/openssl") ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  return {pid, in[1], out[0]};
}

std::string read_all(int fd, bool one_line = false) {
  std::string text;
  char c = 0;
  while (::read(fd, &c, 1) == 1 && !(one_line && c == '\n')) text += c;
  return text;
}

std::string run(const std::vector<std::string>& command) {
  const auto child = spawn(command);
  ::close(child.in);
  auto text = read_all(child.out);
  ::close(child.out);
  int status = 0;
  ::waitpid(child.pid, &status, 0);
  if (status != 0) throw std::runtime_error(command[0] + " failed");
  return text;
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

SmtpServer::SmtpServer(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {"/usr/bin/python3", std::string(kFolder) + "/smtp_server.py",
                                      folder_.path().string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const auto child = spawn(command);
  pid_ = child.pid;
  stdin_ = child.in;
  const auto port = read_all(child.out, true);
  ::close(child.out);
  if (port.empty()) throw std::runtime_error("the SMTP server did not start");
  port_ = std::stoi(port);
}

SmtpServer::~SmtpServer() {
  ::close(stdin_);
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::vector<std::string> SmtpServer::mails() const {
  std::vector<std::string> mails;
  for (int n = 1; std::filesystem::exists(folder_.path() / (std::to_string(n) + ".eml")); ++n) {
    mails.push_back(read_file(folder_.path() / (std::to_string(n) + ".eml")));
  }
  return mails;
}

std::vector<nlohmann::json> SmtpServer::events(const std::string& kind) const {
  std::vector<nlohmann::json> events;
  std::istringstream lines(read_file(folder_.path() / "events.jsonl"));
  for (std::string line; std::getline(lines, line);) {
    auto event = nlohmann::json::parse(line);
    if (event["event"] == kind) events.push_back(std::move(event));
  }
  return events;
}

Certificate::Certificate(const std::filesystem::path& folder) : cert(folder / "cert.pem"), key(folder / "key.pem") {
  run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
       "-keyout", key.string(), "-out", cert.string(), "-days", "2", "-subj", "/CN=localhost", "-addext",
       "subjectAltName=DNS:localhost"});
}

nlohmann::json parse_message(const std::string& message) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "message.eml";
  std::ofstream(file, std::ios::binary) << message;
  return nlohmann::json::parse(run({"/usr/bin/python3", std::string(kFolder) + "/parse_message.py", file.string()}));
}

}  // namespace callboard::host
