// PartialFiles as files below `folder`/partial. Thread-safe, and safe among processes: whoever appends, removes old
// ones or takes a file over holds its lock (flock), which goes with the process, however that ends.
#pragma once

#include <filesystem>

#include "callboard/partial_files.hpp"
#include "callboard/services.hpp"
#include "jobs/job_runner.hpp"

namespace callboard::host {

class FilePartialFiles : public PartialFiles {
 public:
  // What stays free of the disk whatever arrives: for the database, the log and mails.
  static constexpr std::uint64_t kReserve = 512ULL * 1024 * 1024;

  explicit FilePartialFiles(const std::filesystem::path& folder, std::uint64_t reserve = kReserve)
      : folder_(folder / "partial"), reserve_(reserve) {}

  std::string begin() override;
  std::optional<std::uint64_t> size(std::string_view name) const override;
  AppendedPiece append(std::string_view name, std::uint64_t offset, std::uint64_t most, const Request& request,
                       const std::optional<PieceChecksum>& checksum) override;
  std::filesystem::path path_of(std::string_view name) const override;
  void remove(std::string_view name) override;
  std::uint64_t room() const override;

  // Removes those that were not appended to since `before`; returns how many.
  int sweep(Time before) const;

 private:
  std::optional<std::filesystem::path> find(std::string_view name) const;

  const std::filesystem::path folder_;
  const std::uint64_t reserve_;
};

// Sweeps, once an hour and on each host its own, those that nobody has appended to for a week. All must outlive the
// runner's threads.
void add_partial_files_job(JobRunner& runner, const FilePartialFiles& files, const Clock& clock, Log& log);

}  // namespace callboard::host
