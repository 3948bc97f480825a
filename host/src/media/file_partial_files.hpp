// PartialFiles as files below `folder`/partial. Thread-safe, and safe among processes (flock).
#pragma once

#include <filesystem>

#include "callboard/partial_files.hpp"

namespace callboard::host {

class FilePartialFiles : public PartialFiles {
 public:
  explicit FilePartialFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::string begin() override;
  std::optional<std::uint64_t> size(std::string_view name) const override;
  AppendedPiece append(std::string_view name, std::uint64_t offset, std::uint64_t most, const Request& request,
                       const std::optional<PieceChecksum>& checksum) override;
  std::filesystem::path path_of(std::string_view name) const override;
  void remove(std::string_view name) override;
  std::uint64_t room() const override;

 private:
  std::filesystem::path folder_;
};

}  // namespace callboard::host
