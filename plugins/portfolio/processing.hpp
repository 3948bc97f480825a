// What becomes of a file that is whole: looked into, turned into what is shown, handed to the media store. A job, in a
// process of its own; whoever takes an item up holds a lease, which is renewed as long as the work goes on, so that an
// item whose worker was killed is soon taken up again. The file that came stays until the item is committed, so nothing
// is lost whenever that happens. Thread-safe.
#pragma once

#include <callboard/media.hpp>
#include <callboard/partial_files.hpp>
#include <callboard/search.hpp>
#include <callboard/videos.hpp>

#include "photos.hpp"
#include "sql_owners.hpp"
#include "sql_uploads.hpp"

namespace portfolio {

class Processing {
 public:
  // What it uses; all of it outlives it.
  struct Parts {
    const Settings& settings;
    callboard::Database& database;
    const callboard::Clock& clock;
    callboard::Log& log;
    callboard::MediaStore& media;
    callboard::PartialFiles& partial_files;
    callboard::Videos& videos;
    const Photos& photos;
  };
  explicit Processing(const Parts& parts) : parts_(parts) {}

  static constexpr int kMostTries = 3;
  static constexpr std::chrono::minutes kLease{2};

  // Returns how many items it took up.
  int run();

 private:
  struct Made {
    MadeFiles files;
    std::string fault;  // or empty
    std::int64_t duration_ms = 0;
  };
  int run_once();
  void process(ItemId id, int tries);
  bool has_room(const Item& item, const UploadRecord& upload) const;
  void try_to_make(const Item& item, const UploadRecord& upload, int tries);
  Made made_of(const Item& item, const UploadRecord& upload) const;
  Made photo(const UploadRecord& upload, const std::filesystem::path& file) const;
  Made video(const std::filesystem::path& file) const;
  static Made failed(callboard::VideoFault fault);
  void keep(const Item& item, const UploadRecord& upload, const Made& made);
  void fail(const Item& item, const UploadRecord* upload, const std::string& fault);

  Parts parts_;
};

}  // namespace portfolio
