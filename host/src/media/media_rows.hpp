// What the database knows of stored files (sql/host/0005): which there are, and who uses them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "callboard/media.hpp"
#include "callboard/services.hpp"

namespace callboard::host {

// A file that may be due for removal, as it was when somebody looked.
struct DueMedia {
  std::string name;
  long long touched = 0;
};

// Thread-safe. What takes a Transaction runs in the caller's, all else commits by itself.
class MediaRows {
 public:
  virtual ~MediaRows() = default;

  // There is a row from here on, and it is kept, not doomed, for as long as it is used and until `due`.
  virtual void claim(const StoredMedia& media, Time now, Time due) = 0;
  // False where there is no such row, or it is doomed; nothing is changed then.
  virtual bool use(Transaction& tx, const std::string& name, const MediaUse& use, Time now) = 0;
  virtual void release(Transaction& tx, const std::string& kind, std::int64_t record, Time now) = 0;

  // The longest due first.
  virtual std::vector<DueMedia> due(Time now, int limit) = 0;
  // Whether it is doomed now: nobody uses it, and nothing happened to it since. Doomed by a run that
  // crashed counts. Where somebody uses it, it is not looked at again until a use ends.
  virtual bool doom(const DueMedia& media) = 0;
  // Deletes the row of what is doomed.
  virtual void erase(const std::string& name) = 0;
  // Those of the names that have a row.
  virtual std::vector<std::string> known(const std::vector<std::string>& names) = 0;
};

}  // namespace callboard::host
