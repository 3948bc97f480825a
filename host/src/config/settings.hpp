// The host's own configuration as values, checked. Made by load_settings(); immutable afterwards.
// All paths in it are absolute.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callboard/config.hpp"
#include "callboard/database.hpp"
#include "callboard/services.hpp"

namespace callboard::host {

class ConfigDocument;
class ConfigEnvironment;

struct ServerSettings {
  std::string listen;                      // a Unix socket's absolute path, or "host:port" ("[::1]:9000")
  unsigned workers = 1;                    // default: 1 on SQLite, the number of cores on MySQL
  unsigned threads = 32;                   // per worker
  unsigned heavy = 64;                     // per worker: heavy requests at a time, on as many threads more
  std::filesystem::path data_dir;          // uploads, SQLite, keys
  std::chrono::seconds io_timeout{10};     // half a request holds a thread no longer than this
  std::uint64_t body_limit = 1024 * 1024;  // bytes, where a route says nothing else
  std::filesystem::path pid_file;          // of the master; none when empty
  bool operator==(const ServerSettings&) const = default;
};

struct LogSettings {
  Log::Level level = Log::Level::Info;  // the least that is written
  bool operator==(const LogSettings&) const = default;
};

struct DatabaseSettings {
  Engine engine = Engine::Sqlite;
  std::filesystem::path file;      // SQLite
  std::string host = "localhost";  // MySQL
  unsigned port = 3306;
  std::filesystem::path socket;  // MySQL: a Unix socket instead of host and port
  std::string name = "callboard";
  std::string user = "callboard";
  std::string password;                           // from password_file or password_env
  unsigned pool = 0;                              // connections per worker; 0: as many as threads
  std::chrono::milliseconds lease_timeout{2000};  // then 503
  std::chrono::milliseconds slow{100};            // a statement that takes this long is told to administrators
  unsigned backup_every_hours = 24;               // 0: only when somebody asks for one
  unsigned backups_kept = 14;                     // the oldest beyond that go
  bool operator==(const DatabaseSettings&) const = default;
};

struct SiteSettings {
  std::string name = "Theatre school";
  std::string url = "http://localhost:8080";  // the public address without a slash at its end, for links in mails
  std::string time_zone = "UTC";              // IANA name
  std::string default_language = "en";
  bool operator==(const SiteSettings&) const = default;
};

struct SessionSettings {
  // What the site signs and encrypts with: cookies, tokens. From secret_file or secret_env; at least 32 bytes.
  std::string secret;
  std::string previous_secret;  // still accepted while the secret is being rotated; may be empty
  bool operator==(const SessionSettings&) const = default;
};

struct MailSettings {
  std::string transport = "file";  // "smtp", "file"
  std::filesystem::path folder;    // file: one .eml per mail
  std::string from = "callboard@localhost";
  std::string from_name;                 // shown beside the address; empty: the site's name
  std::string url;                       // smtp: "smtp://host:25", "smtps://host:465"
  std::string starttls = "required";     // "required", "never"; smtps:// is encrypted anyway
  std::string user;                      // empty: without AUTH
  std::string password;                  // from password_file or password_env
  std::filesystem::path ca_file;         // who signed the server's certificate; empty: the system's list
  std::chrono::seconds timeout{30};      // for the connection, and for each mail
  std::chrono::seconds keep{7 * 86400};  // a sent or given up mail's address and text are erased after this
  bool operator==(const MailSettings&) const = default;
};

struct PluginSettings {
  std::vector<std::string> enabled;
  std::vector<std::string> required;  // without these the host does not start
  bool operator==(const PluginSettings&) const = default;
};

// Where the installation lies. Default: beside the executable, ../share/callboard and ../lib/callboard.
struct PathSettings {
  std::vector<std::filesystem::path> templates;  // folders with <feature>/NAME.html
  std::vector<std::filesystem::path> sql;        // folders with <feature>/0001_name.ENGINE.sql
  std::vector<std::filesystem::path> plugins;    // folders with NAME.so
  std::filesystem::path static_files;            // [paths] static
  std::filesystem::path locale;                  // compiled gettext catalogues
  bool operator==(const PathSettings&) const = default;
};

struct Settings {
  std::filesystem::path file;
  ServerSettings server;
  LogSettings log;
  DatabaseSettings database;
  SiteSettings site;
  SessionSettings session;
  MailSettings mail;
  PluginSettings plugins;
  PathSettings paths;
  std::vector<std::string> warnings;               // to be logged at start
  std::shared_ptr<const ConfigDocument> document;  // what PluginConfig reads
};

// Everything that is wrong with a configuration, not only the first thing. what() has a line for each.
class ConfigErrors : public ConfigError {
 public:
  explicit ConfigErrors(std::vector<std::string> messages);
  // "callboard.toml:12: [server] threads: 0 is out of range; expected an integer from 1 to 256"
  const std::vector<std::string>& messages() const { return messages_; }

 private:
  std::vector<std::string> messages_;
};

// Reads `file` and puts `overrides` ("section.key=value": a TOML value, else a string) over it. An
// empty `file` means defaults and overrides alone, relative to the working directory.
// Throws ConfigErrors.
Settings load_settings(const std::filesystem::path& file, const std::vector<std::string>& overrides = {});

// The same without a file: touches the machine through `environment` alone. `file` gives the errors
// their name and relative paths their folder. Throws ConfigErrors.
Settings parse_settings_text(std::string_view text, const std::filesystem::path& file,
                             const std::vector<std::string>& overrides,
                             std::shared_ptr<const ConfigEnvironment> environment);

// Every section and key that the host knows, in the order in which they are read.
std::vector<std::pair<std::string, std::string>> known_settings();

}  // namespace callboard::host
