#include "log/json_log.hpp"

#include <poll.h>

#include <cerrno>

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

#include "log/log_context.hpp"
#include "log/log_line.hpp"

namespace callboard::host {
namespace {

// Writes each line with one system call, so that the lines of several processes stay whole.
class DescriptorSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit DescriptorSink(int descriptor) : descriptor_(descriptor) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    std::string line(message.payload.begin(), message.payload.end());
    line += '\n';
    std::string_view rest = line;
    while (!rest.empty()) {
      const auto written = ::write(descriptor_, rest.data(), rest.size());
      if (written >= 0) {
        rest.remove_prefix(static_cast<std::size_t>(written));
      } else if (errno != EINTR && !(errno == EAGAIN && writable_soon())) {
        return;  // A log that nobody can read must not stop the work.
      }
    }
  }
  void flush_() override {}

 private:
  bool writable_soon() const {
    constexpr int kMilliseconds = 100;
    pollfd poll{descriptor_, POLLOUT, 0};
    return ::poll(&poll, 1, kMilliseconds) == 1;
  }

  int descriptor_;
};

spdlog::level::level_enum level_of(Log::Level level) {
  switch (level) {
    case Log::Level::Debug: return spdlog::level::debug;
    case Log::Level::Info: return spdlog::level::info;
    case Log::Level::Warning: return spdlog::level::warn;
    case Log::Level::Error: break;
  }
  return spdlog::level::err;
}

}  // namespace

JsonLog::JsonLog(Level least, int descriptor)
    : logger_(std::make_unique<spdlog::logger>("callboard", std::make_shared<DescriptorSink>(descriptor))) {
  logger_->set_level(level_of(least));
}

JsonLog::~JsonLog() = default;

void JsonLog::write(Level level, std::string_view event, nlohmann::json details) {
  if (!logger_->should_log(level_of(level))) return;
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  logger_->log(level_of(level),
               spdlog::string_view_t(log_line({now, level, event, ::getpid(), LogContext::request()}, details)));
}

}  // namespace callboard::host
