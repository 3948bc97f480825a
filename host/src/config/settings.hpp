// The host's own configuration as values, checked. Made by load_settings(); immutable afterwards.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "callboard/config.hpp"
#include "callboard/database.hpp"

namespace callboard::host {

struct ServerSettings {
  std::string listen = "run/callboard.sock";  // a Unix socket's path (relative to data_dir), or "host:port"
  unsigned workers = 1;                       // default: 1 on SQLite, the number of cores on MySQL
  unsigned threads = 16;                      // per worker
  std::filesystem::path data_dir = "data";    // uploads, SQLite, keys; relative to the configuration file
  std::chrono::seconds io_timeout{10};        // half a request holds a thread no longer than this
  std::uint64_t body_limit = 1024 * 1024;     // bytes, where a route says nothing else
};

struct DatabaseSettings {
  Engine engine = Engine::Sqlite;
  std::filesystem::path file = "callboard.sqlite";  // SQLite: relative to data_dir
  std::string host = "localhost";                   // MySQL
  unsigned port = 3306;
  std::filesystem::path socket;  // MySQL: a Unix socket instead of host and port
  std::string name = "callboard";
  std::string user = "callboard";
  std::string password;                        // from password_file or password_env
  unsigned pool = 0;                           // connections per worker; 0: as many as threads
  std::chrono::milliseconds lease_timeout{2000};  // then 503
};

struct SiteSettings {
  std::string name = "Theatre school";
  std::string url = "http://localhost:8080";  // the public address, for links in mails
  std::string time_zone = "UTC";              // IANA name
  std::string default_language = "en";
};

struct SessionSettings {
  std::string secret;  // signs flash and CSRF cookies; from secret_file or secret_env; at least 32 bytes
};

struct MailSettings {
  std::string transport = "file";  // "smtp", "file"
  std::filesystem::path folder = "mail";  // file: relative to data_dir
  std::string from = "callboard@localhost";
  std::string url;  // smtp: "smtp://host:25", "smtps://host:465"
  std::string starttls = "required";  // "required", "never"
  std::string user;
  std::string password;  // from password_file or password_env
};

struct PluginSettings {
  std::vector<std::string> enabled;
  std::vector<std::string> required;  // without these the host does not start
  std::vector<std::filesystem::path> folders;  // where NAME.so is looked for, besides the installed folder
};

struct Settings {
  std::filesystem::path file;
  ServerSettings server;
  DatabaseSettings database;
  SiteSettings site;
  SessionSettings session;
  MailSettings mail;
  PluginSettings plugins;
  std::filesystem::path templates;  // [server] templates: folders of the installation
  std::filesystem::path migrations;
};

}  // namespace callboard::host
