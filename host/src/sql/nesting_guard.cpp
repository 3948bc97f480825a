#include "sql/nesting_guard.hpp"

#include <stdexcept>

namespace callboard::host {
namespace {

thread_local const NestingGuard* innermost = nullptr;

}  // namespace

NestingGuard::NestingGuard(const void* database) : database_(database), outer_(innermost) {
  for (const NestingGuard* guard = outer_; guard != nullptr; guard = guard->outer_) {
    if (guard->database_ == database) throw std::logic_error("a database transaction inside another one");
  }
  innermost = this;
}

NestingGuard::~NestingGuard() { innermost = outer_; }

}  // namespace callboard::host
