// Compares the stored files with their rows, all of them, while the host may run. For one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "media/file_partial_files.hpp"
#include "media/media_folder.hpp"
#include "media/media_rows.hpp"
#include "media/sql_media_inventory.hpp"

namespace callboard::host {

struct MediaFinding {
  enum class Kind {
    Missing,     // it has a row, but no file
    Damaged,     // the file is not what its name says
    Unwatched,   // nobody uses it, and nobody would ever remove it
    Stray,       // a file without a row, older than a day
    Unfinished,  // a file that was being stored a day ago
    Foreign,     // no file of the host's
  };
  Kind kind = Kind::Missing;
  std::string what;  // a name, below the folder
  std::string more;
  bool repaired = false;
};

struct MediaTotals {
  int files = 0;
  std::uint64_t bytes = 0;
  int findings = 0;
  int left = 0;  // of these, not repaired
};

class MediaCheck {
 public:
  struct Stock {
    const MediaFolder& folder;
    MediaRows& rows;
    SqlMediaInventory& inventory;
    const Clock& clock;
  };
  using Tell = std::function<void(const MediaFinding&)>;

  // `repair`: what nobody misses is removed: strays, unfinished and unwatched files. The others need a backup.
  MediaCheck(const Stock& stock, bool repair, Tell tell) : stock_(stock), repair_(repair), tell_(std::move(tell)) {}

  // Reads every file from its beginning to its end. Throws Unavailable.
  MediaTotals run();

 private:
  void check_rows();
  void check_row(const MediaRow& row);
  void check_content(const MediaRow& row);
  void check_files();
  void check_folder(int folder);
  bool remove_stray(const std::string& name);
  void found(MediaFinding finding);

  const Stock stock_;
  const bool repair_;
  const Tell tell_;
  MediaTotals totals_;
};

}  // namespace callboard::host
