// A host in small: master, workers and jobs process as they are, and a site that says who answers.
// `hosted_site FOLDER serve|check`; files in FOLDER decide how it behaves:
//   options.json     MasterOptions, times in milliseconds
//   version          what GET /version answers, read when the program starts
//   check_fails, worker_fails, worker_hangs, worker_is_deaf: when they exist, that happens
#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "process/master.hpp"
#include "process/shared_counters.hpp"

namespace {

using namespace callboard;
using namespace callboard::host;
using std::chrono::milliseconds;

class FileLog : public Log {
 public:
  explicit FileLog(const std::filesystem::path& file)
      : fd_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {}
  void write(Level, std::string_view event, nlohmann::json details) override {
    details["event"] = event;
    const std::string line = details.dump() + "\n";
    [[maybe_unused]] const auto written = ::write(fd_.get(), line.data(), line.size());
  }

 private:
  UniqueFd fd_;
};

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Site {
 public:
  Site(std::filesystem::path folder, SharedCounters& counters, Log& log)
      : folder_(std::move(folder)), version_(content(folder_ / "version")), counters_(counters), log_(log) {}

  int work(WorkerContext& context) {
    if (exists("worker_fails")) return 3;
    if (exists("worker_hangs")) std::this_thread::sleep_for(std::chrono::minutes(5));
    Dispatcher dispatcher(
        context.listener(), {.threads = 2}, [this](Request& request) { return answer(request); }, {}, log_);
    dispatcher.start();
    context.ready();
    if (exists("worker_is_deaf")) std::this_thread::sleep_for(std::chrono::minutes(5));
    return serve_until_ordered(context, dispatcher, log_);
  }

  int jobs(WorkerContext& context) {
    context.ready();
    while (!context.wait(std::chrono::hours(1))) {
    }
    return 0;
  }

 private:
  bool exists(const char* name) const { return std::filesystem::exists(folder_ / name); }

  Response answer(Request& request) {
    if (request.path() == "/pid") return Response::text(std::to_string(::getpid()));
    if (request.path() == "/master") return Response::text(std::to_string(::getppid()));
    if (request.path() == "/count") counters_.counter("hits_total", "Requests to /count.").add();
    if (request.path() == "/metrics") return Response::text(counters_.prometheus());
    if (request.path() == "/slow") {
      log_.info("slow_request_arrived");
      std::this_thread::sleep_for(milliseconds(700));
    }
    return Response::text(version_);
  }

  std::filesystem::path folder_;
  std::string version_;
  SharedCounters& counters_;
  Log& log_;
};

int serve(const std::string& program, const std::filesystem::path& folder) {
  FileLog log(folder / "log");
  auto inherited = Inheritance::take();
  SharedCounters counters =
      inherited ? SharedCounters::attach(std::move(inherited->counters)) : SharedCounters::create();
  Listener listener = inherited ? std::move(inherited->listener) : Listener::bind((folder / "socket").string());

  const auto json = nlohmann::json::parse(content(folder / "options.json"));
  MasterOptions options;
  options.workers = json.value("workers", 2U);
  options.patience.ready = milliseconds(json.value("ready", 30000));
  options.patience.drain = milliseconds(json.value("drain", 60000));
  options.patience.stop = milliseconds(json.value("stop", 4800));
  options.backoff.first = milliseconds(json.value("backoff", 100));
  options.pid_file = folder / "pid";
  options.command = {program, folder.string(), "serve"};
  options.check_command = {program, folder.string(), "check"};

  Site site(folder, counters, log);
  Master master(
      options, std::move(listener), counters.fd(), inherited ? inherited->predecessor : Predecessor{},
      [&](WorkerContext& context) { return site.work(context); },
      [&](WorkerContext& context) { return site.jobs(context); }, log);
  return master.run();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const std::filesystem::path folder = arguments[1];
  if (std::string_view(arguments[2]) == "check") return std::filesystem::exists(folder / "check_fails") ? 1 : 0;
  return serve(arguments[0], folder);
}
