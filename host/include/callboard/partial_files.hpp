// Files that arrive piece by piece, over many requests and restarts of the host: what a resumable upload (tus) appends
// to until it is whole, and MediaStore::store_file then takes over. They lie below the data folder, on this host. Who
// keeps their names in a table also removes them; what nobody has appended to for long is swept away by the host.
// Thread-safe, and safe among processes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "callboard/api.hpp"
#include "callboard/http.hpp"

namespace callboard {

// What an appended piece must hash to, by its own bytes.
struct PieceChecksum {
  enum class Algorithm { Sha1, Sha256, Crc32 };
  Algorithm algorithm = Algorithm::Sha256;
  std::string digest;  // raw bytes
};

struct AppendedPiece {
  enum class Kind {
    Done,
    Busy,           // somebody else appends to it at this moment; nothing was read
    WrongOffset,    // the file does not end there; nothing was read
    TooLong,        // the piece went beyond `most`; nothing of it stays
    WrongChecksum,  // nothing of it stays
    CutOff,         // the client went away: what came stays, for without a checksum it is as good as the rest
  };
  Kind kind = Kind::Done;
  std::uint64_t size = 0;  // of the file now, synced to disk
};

class CALLBOARD_API PartialFiles {
 public:
  virtual ~PartialFiles();

  // An empty file; returns its name, which cannot be guessed. Throws Unavailable where the disk is full.
  virtual std::string begin() = 0;
  // The bytes that are safely there; nothing where there is no such file.
  virtual std::optional<std::uint64_t> size(std::string_view name) const = 0;
  // Streams the request's body to the end of the file, which must be at `offset`, and syncs it; holds no more than one
  // buffer in memory. Throws NotFound, and Unavailable where the disk is full: what there was stays as it was then.
  virtual AppendedPiece append(std::string_view name, std::uint64_t offset, std::uint64_t most, const Request& request,
                               const std::optional<PieceChecksum>& checksum) = 0;
  // Throws NotFound.
  virtual std::filesystem::path path_of(std::string_view name) const = 0;
  // Nothing happens where it is gone already.
  virtual void remove(std::string_view name) = 0;
  // Free space where they lie, in bytes, beyond what the host keeps for itself.
  virtual std::uint64_t room() const = 0;
};

}  // namespace callboard
