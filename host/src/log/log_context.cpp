#include "log/log_context.hpp"

#include <utility>

namespace callboard::host {
namespace {

// Per thread, so that code which logs needs no request handed through it.
thread_local const LogContext* innermost = nullptr;

}  // namespace

LogContext::LogContext(std::string request) : request_(std::move(request)), outer_(innermost) {
  innermost = this;
}
LogContext::~LogContext() {
  innermost = outer_;
}

std::string_view LogContext::request() {
  return innermost ? std::string_view(innermost->request_) : std::string_view();
}

}  // namespace callboard::host
