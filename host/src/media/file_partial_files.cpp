#include "media/file_partial_files.hpp"

namespace callboard::host {

std::string FilePartialFiles::begin() { throw Unavailable("partial files are not there yet"); }
std::optional<std::uint64_t> FilePartialFiles::size(std::string_view) const { return std::nullopt; }
AppendedPiece FilePartialFiles::append(std::string_view, std::uint64_t, std::uint64_t, const Request&,
                                       const std::optional<PieceChecksum>&) {
  throw NotFound("a partial file");
}
std::filesystem::path FilePartialFiles::path_of(std::string_view) const { throw NotFound("a partial file"); }
void FilePartialFiles::remove(std::string_view) {}
std::uint64_t FilePartialFiles::room() const { return 0; }

}  // namespace callboard::host
