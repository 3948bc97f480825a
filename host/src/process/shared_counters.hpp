// Counters in memory that all processes of the host share, so that whichever worker answers
// /-/metrics answers for all of them. The master makes the table before it forks; it survives a
// reload and the death of any process.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "callboard/services.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {

// Thread-safe, and safe between processes.
class SharedCounters : public Metrics {
 public:
  static constexpr std::size_t kMost = 512;
  static constexpr std::size_t kLongestName = 191;
  static constexpr std::size_t kLongestHelp = 191;

  // An empty table. Throws std::system_error.
  static SharedCounters create();
  // The table behind a descriptor that another SharedCounters gave by `fd()`; an empty one when the
  // descriptor holds a table of another layout (another version of the program made it), or none.
  static SharedCounters attach(UniqueFd fd);

  SharedCounters(SharedCounters&&) noexcept;
  SharedCounters& operator=(SharedCounters&&) = delete;
  ~SharedCounters() override;

  // Finds or adds. Throws std::invalid_argument for a name that Prometheus would not take or that is
  // too long. Once the table is full, what is new is counted as callboard_metrics_dropped_total.
  Counter& counter(std::string_view name, std::string_view help) override;
  // The number of such a counter itself, for what processes tell each other by it. Lives as long as this object.
  std::atomic<std::uint64_t>& number(std::string_view name, std::string_view help);

  // The text format of Prometheus: each family once, with its HELP and TYPE.
  std::string prometheus() const;

  // For `Inheritance`; closed with this object, and by an exec.
  int fd() const { return fd_.get(); }

 private:
  struct Table;
  class Handle;
  struct Handles;

  SharedCounters(UniqueFd fd, Table* table);

  UniqueFd fd_;
  Table* table_;
  std::unique_ptr<Handles> handles_;
};

}  // namespace callboard::host
