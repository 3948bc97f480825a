// Files on their way in: begun, grown piece by piece, finished, given up. What is there of a file is the host's to
// know (PartialFiles), and so survives restarts; whose it is and what becomes of it stands in the table. Thread-safe.
#pragma once

#include <callboard/media.hpp>
#include <callboard/partial_files.hpp>
#include <callboard/search.hpp>

#include "sql_owners.hpp"
#include "sql_uploads.hpp"

namespace portfolio {

class Uploads {
 public:
  struct Parts {
    callboard::Database& database;
    const callboard::Clock& clock;
    callboard::PartialFiles& files;
    callboard::MediaStore& media;
    callboard::SearchIndex& search;
    UsageLimits limits;
    std::chrono::hours life;
  };
  explicit Uploads(const Parts& parts) : parts_(parts) {}

  struct Begun {
    Reservation outcome = Reservation::Done;
    UploadRecord upload;
  };
  // A new item, which waits for a file of that length; its place in the quota is taken from now on. Throws Unavailable
  // where the disk has no room for it.
  Begun begin(const callboard::Visitor& by, Kind kind, const Description& said, const std::string& file_name,
              std::uint64_t length);
  // The same with a file that is here already, such as one of a form. It is gone from where it was.
  Begun take(const callboard::Visitor& by, Kind kind, const Description& said, const std::string& file_name,
             const std::filesystem::path& file, std::uint64_t length);

  struct Progress {
    UploadRecord upload;
    std::uint64_t offset = 0;
  };
  // Throws NotFound where it is not the visitor's; status 410 where it was given up or has expired.
  Progress progress(const callboard::Visitor& by, UploadId id);
  struct Grown {
    callboard::AppendedPiece::Kind kind;
    Progress now;
  };
  // Appends the request's body. When all is there, the item goes on to be processed.
  Grown grow(const callboard::Visitor& by, UploadId id, std::uint64_t offset, const callboard::Request& request,
             const std::optional<callboard::PieceChecksum>& checksum);
  // Gives it up; the item that waited for it goes too.
  void give_up(const callboard::Visitor& by, UploadId id);

  // A job: gives up what has expired, removes the files that nobody needs any more, and keeps the others from the
  // host's own sweep.
  void sweep();

 private:
  Begun add(const callboard::Visitor& by, Item item, UploadRecord upload);
  UploadRecord own(const callboard::Visitor& by, UploadId id);
  void finish(const UploadRecord& upload);
  // Unless somebody sent a piece of it since, and it expires later than that.
  void drop(const UploadRecord& upload, callboard::Time expired);

  Parts parts_;
};

}  // namespace portfolio
