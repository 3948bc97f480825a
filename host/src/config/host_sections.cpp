#include "config/host_sections.hpp"

#include <algorithm>
#include <set>

#include <sys/un.h>

#include <fmt/format.h>

#include "config/document.hpp"
#include "config/edit_distance.hpp"
#include "config/network_address.hpp"

namespace callboard::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kDefaultSocket = "run/callboard.sock";

// A Unix socket's path, made absolute, or a checked "host:port".
std::string read_listen(SectionReader& in, const std::filesystem::path& data_dir) {
  const auto value = in.text("listen", kDefaultSocket);
  const bool is_path = value.find('/') != std::string::npos || value.find(':') == std::string::npos;
  if (!is_path) {
    if (value.starts_with(':')) {
      in.fault("listen", "\"" + value +
                             "\" would listen on every interface; expected \"host:port\" such as \"127.0.0.1" + value +
                             "\", or the path of a Unix socket");
    } else if (!parse_host_and_port(value)) {
      in.fault("listen", "expected \"host:port\" with a port from 1 to 65535, or the path of a Unix socket");
    }
    return value;
  }
  const auto path = (data_dir / value).lexically_normal().string();
  if (value.empty()) in.fault("listen", "is empty; expected the path of a Unix socket, or \"host:port\"");
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    in.fault("listen", fmt::format("the path {} has {} bytes; a Unix socket's path has at most {}", path, path.size(),
                                   sizeof(sockaddr_un::sun_path) - 1));
  }
  return path;
}

void read_server(SectionReader& in, ServerSettings& out, Engine engine) {
  const auto cores = in.config().document().environment().cores();
  out.data_dir = in.path("data_dir", "data");
  if (out.data_dir.empty()) in.fault("data_dir", "is empty; expected a folder");
  out.listen = read_listen(in, out.data_dir);
  out.workers = in.integer("workers", engine == Engine::Sqlite ? 1U : std::min(cores, 256U), 1, 256);
  out.threads = in.integer("threads", out.threads, 1, 1024);
  out.heavy = in.integer("heavy", out.heavy, 1, 1024);
  out.io_timeout = in.duration("io_timeout", out.io_timeout, seconds(1), seconds(300));
  out.body_limit = in.integer("body_limit", out.body_limit, 1024, std::int64_t{16} << 30);
  out.pid_file = in.path("pid_file", {});
}

void read_log(SectionReader& in, LogSettings& out) {
  const std::vector<std::string> names = {"debug", "info", "warning", "error"};
  const auto level = in.choice("level", "info", names);
  out.level = static_cast<Log::Level>(std::find(names.begin(), names.end(), level) - names.begin());
}

void read_database(SectionReader& in, DatabaseSettings& out) {
  out.engine = in.choice("engine", "sqlite", {"sqlite", "mysql"}) == "mysql" ? Engine::Mysql : Engine::Sqlite;
  out.file = in.text("file", "callboard.sqlite");
  out.host = in.text("host", out.host);
  out.port = in.integer("port", out.port, 1, 65535);
  out.socket = in.path("socket", {});
  out.name = in.text("name", out.name);
  out.user = in.text("user", out.user);
  out.password = in.secret("password");
  out.pool = in.integer("pool", out.pool, 0, 1024);
  out.lease_timeout = in.duration("lease_timeout_ms", out.lease_timeout, milliseconds(10), milliseconds(60000));
  out.slow = in.duration("slow_ms", out.slow, milliseconds(1), milliseconds(60000));
  out.backup_every_hours = in.integer("backup_every_hours", out.backup_every_hours, 0, 8784);
  out.backups_kept = in.integer("backups_kept", out.backups_kept, 1, 1000);
  if (out.engine == Engine::Sqlite) {
    if (out.file.empty()) in.fault("file", "is empty; expected the database's file");
    return;
  }
  if (out.host.empty() && out.socket.empty()) in.fault("host", "is empty; expected a host, or a socket");
  if (out.name.empty()) in.fault("name", "is empty; expected the database's name");
  if (out.user.empty()) in.fault("user", "is empty; expected a database user");
}

void read_site(SectionReader& in, SiteSettings& out) {
  out.name = in.text("name", out.name);
  out.url = in.text("url", out.url);
  while (out.url.ends_with('/')) out.url.pop_back();
  const auto url = parse_url(out.url);
  if (!url || (url->scheme != "http" && url->scheme != "https") || !url->path.empty()) {
    in.fault("url", "expected the site's public address without a path, such as \"https://school.example\"");
  }
  out.time_zone = in.text("time_zone", out.time_zone);
  if (!in.config().document().environment().has_time_zone(out.time_zone)) {
    in.fault("time_zone", "this machine knows no such time zone; expected a name such as \"Europe/Moscow\"");
  }
  out.default_language = in.choice("default_language", out.default_language, {"en", "ru"});
}

void read_session(SectionReader& in, SessionSettings& out) {
  constexpr std::size_t kLeast = 32;
  out.secret = in.secret("secret");
  out.previous_secret = in.secret("previous_secret");
  const bool named = in.config().has("secret_file") || in.config().has("secret_env");
  if (!named)
    in.fault("secret_file", "is missing; expected a file with at least 32 random bytes (openssl rand -hex 32)");
  if (!out.secret.empty() && out.secret.size() < kLeast) {
    in.fault(in.config().has("secret_file") ? "secret_file" : "secret_env",
             fmt::format("the secret has {} bytes; expected at least {} random ones", out.secret.size(), kLeast));
  }
  if (!out.previous_secret.empty() && out.previous_secret.size() < kLeast) {
    in.fault(
        in.config().has("previous_secret_file") ? "previous_secret_file" : "previous_secret_env",
        fmt::format("the secret has {} bytes; expected at least {} random ones", out.previous_secret.size(), kLeast));
  }
}

void check_smtp(SectionReader& in, const MailSettings& mail) {
  const auto url = parse_url(mail.url);
  if (!url || (url->scheme != "smtp" && url->scheme != "smtps") || !(url->path.empty() || url->path == "/")) {
    in.fault("url", "expected \"smtp://host:port\" or \"smtps://host:port\"");
    return;
  }
  const bool clear = url->scheme == "smtp" && mail.starttls == "never";
  if (clear && !mail.user.empty() && !is_loopback(url->host)) {
    in.fault("starttls", "the password would cross the network unencrypted; expected \"required\"");
  }
}

void read_mail(SectionReader& in, MailSettings& out, const std::filesystem::path& data_dir) {
  out.transport = in.choice("transport", out.transport, {"file", "smtp"});
  out.folder = in.path_in(data_dir, "folder", "mail");
  out.from = in.text("from", out.from);
  if (out.from.find('@') == std::string::npos) in.fault("from", "expected an e-mail address");
  out.from_name = in.text("from_name", out.from_name);
  out.url = in.text("url", out.url);
  out.starttls = in.choice("starttls", out.starttls, {"required", "never"});
  out.user = in.text("user", out.user);
  out.password = in.secret("password");
  out.ca_file = in.path("ca_file", {});
  out.timeout = in.duration("timeout", out.timeout, seconds(1), seconds(600));
  constexpr std::int64_t kDay = 86400;
  out.keep = seconds(kDay * in.integer("keep_days", out.keep.count() / kDay, 0, 3650));
  if (out.transport == "smtp") check_smtp(in, out);
  if (out.transport == "file" && out.folder.empty()) in.fault("folder", "is empty; expected a folder");
}

bool is_plugin_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 && name.front() >= 'a' && name.front() <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

void read_plugins(SectionReader& in, PluginSettings& out) {
  out.enabled = in.texts("enabled", {});
  out.required = in.texts("required", {});
  std::set<std::string> enabled;
  for (const auto& name : out.enabled) {
    if (!is_plugin_name(name)) {
      in.fault("enabled", "expected names of small letters, digits and underscores, such as \"key_cabinet\"");
    } else if (!enabled.insert(name).second) {
      in.fault("enabled", "\"" + name + "\" stands there twice");
    }
  }
  for (const auto& name : out.required) {
    if (!enabled.contains(name))
      in.fault("required", "\"" + name + "\" is not in `enabled`" + did_you_mean(name, out.enabled));
  }
}

void read_paths(SectionReader& in, PathSettings& out) {
  const auto prefix = in.config().document().environment().prefix();
  const auto share = prefix / "share" / "callboard";
  out.templates = in.paths("templates", share / "templates");
  out.sql = in.paths("sql", share / "sql");
  out.plugins = in.paths("plugins", prefix / "lib" / "callboard" / "plugins");
  out.static_files = in.path("static", share / "static");
  out.locale = in.path("locale", share / "locale");
}

}  // namespace

template <typename Read>
void HostSections::section(const std::string& name, const Read& read, bool has_sections) {
  names_.push_back(name);
  const auto* node = document_->root().get(name);
  if (node && !node->is_table()) {
    faults_.push_back(fmt::format("{}: {} is a section; expected [{}]", document_->place_of(*node), name, name));
    return;
  }
  SectionReader reader(document_, name, faults_);
  read(reader);
  reader.refuse_unread(!has_sections);
  for (auto& key : reader.config().read_keys()) known_.emplace_back(name, std::move(key));
}

void HostSections::refuse_unknown_sections() {
  for (const auto& [key, node] : document_->root()) {
    const std::string name(key.str());
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) continue;
    const auto what = node.is_table() ? "there is no such section" : "a key stands outside of all sections";
    faults_.push_back(
        fmt::format("{}: [{}]: {}{}", document_->place_of(node), shown_key(name), what, did_you_mean(name, names_)));
  }
}

void HostSections::warn_of_idle_plugin_sections(Settings& to) const {
  const auto* plugins = document_->section("plugins");
  if (!plugins) return;
  for (const auto& [key, node] : *plugins) {
    const std::string name(key.str());
    const auto& enabled = to.plugins.enabled;
    if (!node.is_table() || std::find(enabled.begin(), enabled.end(), name) != enabled.end()) continue;
    to.warnings.push_back(fmt::format("{}: [plugins.{}]: the plugin is not enabled, its section is not used{}",
                                      document_->place_of(node), shown_key(name), did_you_mean(name, enabled)));
  }
}

void HostSections::read_into(Settings& to) {
  section("database", [&](SectionReader& in) { read_database(in, to.database); });
  section("server", [&](SectionReader& in) { read_server(in, to.server, to.database.engine); });
  section("log", [&](SectionReader& in) { read_log(in, to.log); });
  section("site", [&](SectionReader& in) { read_site(in, to.site); });
  section("session", [&](SectionReader& in) { read_session(in, to.session); });
  section("mail", [&](SectionReader& in) { read_mail(in, to.mail, to.server.data_dir); });
  section(
      "plugins", [&](SectionReader& in) { read_plugins(in, to.plugins); }, true);
  section("paths", [&](SectionReader& in) { read_paths(in, to.paths); });
  refuse_unknown_sections();
  warn_of_idle_plugin_sections(to);
  // The data folder is known only now: the number of workers depends on the database.
  to.database.file = (to.server.data_dir / to.database.file).lexically_normal();
}

}  // namespace callboard::host
