// Files that belong to records: pictures, videos. Content-addressed below the data folder, so the same
// bytes are kept once and a name says nothing about its owner. A file stays as long as somebody uses it;
// what nobody uses is removed by a job, and so is what a crash left behind. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "callboard/api.hpp"
#include "callboard/database.hpp"
#include "callboard/http.hpp"

namespace callboard {

// A stored file. Its name is the SHA-256 of its content and an ending: "3f/3f9a….webp".
struct StoredMedia {
  std::string name;
  std::string content_type;
  std::uint64_t size = 0;  // bytes
};

// Who uses a file and what for: {"accounts.picture", 7, "256"}.
struct MediaUse {
  std::string kind;
  std::int64_t record = 0;
  std::string variant;  // of several files of one record
};

class CALLBOARD_API MediaStore {
 public:
  virtual ~MediaStore();

  // Writes a temporary file, syncs it and renames it; so it is whole or not there. Has I/O: call it before
  // the transaction that uses it. What no transaction uses within a day is removed.
  // `ending` is ours, without a dot ("webp"). Throws Unavailable where the disk is full.
  virtual StoredMedia store(std::string_view content, std::string_view ending, std::string_view content_type) = 0;

  // The same for a file that lies within the data folder already, such as one of PartialFiles: it is synced and moved,
  // not copied, and is gone from where it was.
  virtual StoredMedia store_file(const std::filesystem::path& file, std::string_view ending,
                                 std::string_view content_type) = 0;
  // Where a stored file lies, to be read by a job. Throws NotFound for what is no such name.
  virtual std::filesystem::path path_of(std::string_view name) const = 0;

  // From this transaction's commit on the file is used there, instead of what was used there before.
  virtual void use(Transaction& tx, const StoredMedia& media, const MediaUse& use) = 0;
  // Ends every use by that record; the files go when nobody else uses them.
  virtual void release(Transaction& tx, std::string_view kind, std::int64_t record) = 0;

  // Hands the file to nginx (X-Accel-Redirect), which sends it, with ranges. Access is the caller's to check,
  // and so is Cache-Control (by default `private, max-age=31536000, immutable`: a name's content never changes).
  // Throws NotFound for what is no such name.
  virtual Response send(std::string_view name, std::string_view content_type) const = 0;
};

}  // namespace callboard
