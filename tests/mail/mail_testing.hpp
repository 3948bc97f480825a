// What the mail tests share: a temporary folder, a child process, a real SMTP server, a real parser.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "temporary_folder.hpp"

namespace callboard::host {

using testing::TemporaryFolder;

std::string read_file(const std::filesystem::path& path);
// The regular files in a folder, hidden ones included, by name.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder);

// smtp_server.py on a loopback port of its own; ends with this object.
class SmtpServer {
 public:
  explicit SmtpServer(const std::vector<std::string>& arguments = {});
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  int port() const { return port_; }
  std::string url(const std::string& scheme = "smtp") const { return scheme + "://localhost:" + std::to_string(port_); }
  // The accepted messages as they arrived, in their order.
  std::vector<std::string> mails() const;
  std::vector<nlohmann::json> events(const std::string& kind) const;

 private:
  TemporaryFolder folder_;
  int stdin_ = -1;
  pid_t pid_ = -1;
  int port_ = 0;
};

// A certificate for "localhost" that signs itself, and its key.
struct Certificate {
  explicit Certificate(const std::filesystem::path& folder);
  std::filesystem::path cert;
  std::filesystem::path key;
};

// As a mail program reads it; see parse_message.py.
nlohmann::json parse_message(const std::string& message);

}  // namespace callboard::host
