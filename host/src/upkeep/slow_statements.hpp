// The statements that took long, of all processes of this host: a table in a small file that each of them maps into its
// memory. Not in the database, which is the very thing that is slow, or gone, when one wants to know; and not counted
// in one process alone, since any worker may answer the page.
#pragma once

#include <filesystem>
#include <mutex>
#include <vector>

#include "callboard/upkeep.hpp"
#include "process/unique_fd.hpp"
#include "sql/statement_watch.hpp"

namespace callboard::host {

// Thread-safe, and safe between processes; a process that is killed while it writes may spoil one figure.
class SlowStatements : public StatementWatch {
 public:
  static constexpr std::size_t kMost = 64;           // beyond it the one that took least goes
  static constexpr std::size_t kLongestText = 2000;  // of the rest only that it was cut is known

  // Where the file cannot be had, this process remembers its own.
  SlowStatements(const std::filesystem::path& data_dir, std::chrono::milliseconds slow_from, const Clock& clock);
  ~SlowStatements() override;
  SlowStatements(const SlowStatements&) = delete;
  SlowStatements& operator=(const SlowStatements&) = delete;

  // Forgets all: for a host that starts.
  static void forget(const std::filesystem::path& data_dir);

  std::chrono::milliseconds slow_from() const override { return slow_from_; }
  void slow(std::string_view text, std::chrono::microseconds took) noexcept override;
  // The longest first.
  std::vector<SlowStatement> all();

 private:
  struct Slot;
  struct Table;
  class Lock;

  Slot& slot_for(std::string_view text);

  const std::chrono::milliseconds slow_from_;
  const Clock& clock_;
  std::mutex mutex_;
  UniqueFd file_;
  Table* table_ = nullptr;
};

}  // namespace callboard::host
