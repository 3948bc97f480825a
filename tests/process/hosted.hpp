// Starts hosted_site and looks at it from outside, as nginx and an administrator do.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <fstream>
#include <set>

#include "served.hpp"

namespace callboard::host {

class Hosted : public ::testing::Test {
 protected:
  void start(const nlohmann::json& options = nlohmann::json::object()) {
    write("options.json", options.dump());
    if (!std::filesystem::exists(folder_ / "version")) write("version", "1");
    master_ = ::fork();
    ASSERT_GE(master_, 0);
    if (master_ == 0) {
      ::execl(HOSTED_SITE, HOSTED_SITE, (folder_ / "").c_str(), "serve", nullptr);
      std::_Exit(127);
    }
  }
  void start_ready(const nlohmann::json& options = nlohmann::json::object()) {
    start(options);
    ASSERT_TRUE(becomes_true([&] { return count("generation_ready") == 1; })) << log();
  }
  void TearDown() override {
    if (master_ > 0) {
      ::kill(master_, SIGKILL);
      ::waitpid(master_, nullptr, 0);
    }
    // The workers follow their master; the folder must not go from under them.
    for (const pid_t pid : started_) {
      if (becomes_true([&] { return !alive(pid); }, 6s)) continue;
      ADD_FAILURE() << "process " << pid << " is left over";
      ::kill(pid, SIGKILL);
    }
  }

  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  void remove(const std::string& name) { std::filesystem::remove(folder_ / name); }
  std::string log() const { return read("log"); }
  std::string read(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::vector<nlohmann::json> events(std::string_view name) {
    std::vector<nlohmann::json> found;
    std::istringstream lines(log());
    for (std::string line; std::getline(lines, line);) {
      auto json = nlohmann::json::parse(line, nullptr, false);
      if (json.is_discarded()) continue;
      if (json.value("event", "") == "process_started") started_.insert(json.at("pid").get<pid_t>());
      if (json.value("event", "") == name) found.push_back(std::move(json));
    }
    return found;
  }
  std::size_t count(std::string_view name) { return events(name).size(); }

  fastcgi::Client client() const { return fastcgi::Client(folder_ / "socket"); }
  std::string get(const std::string& target) const { return client().get(target).body; }

  void signal(int number) const { ::kill(master_, number); }
  // The exit code, or nothing when the master lives longer than `limit`.
  std::optional<int> exit_code(std::chrono::milliseconds limit) {
    events("");
    int status = 0;
    if (!becomes_true([&] { return ::waitpid(master_, &status, WNOHANG) == master_; }, limit)) return std::nullopt;
    master_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  static bool alive(pid_t pid) {
    if (::kill(pid, 0) != 0) return false;
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string id, name, state;
    stat >> id >> name >> state;
    return state != "Z";  // a zombie waits for whoever adopted it
  }

  TemporaryFolder folder_;
  pid_t master_ = 0;
  std::set<pid_t> started_;
};

}  // namespace callboard::host
