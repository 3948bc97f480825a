// The job that removes what nobody uses. A crash anywhere leaves something that the next run finishes; several
// at once do no harm.
#pragma once

#include "jobs/job_runner.hpp"
#include "media/media_folder.hpp"
#include "media/media_rows.hpp"

namespace callboard::host {

class MediaCleaner {
 public:
  // Not for several threads at once.
  MediaCleaner(const MediaFolder& folder, MediaRows& rows, const Clock& clock, Log& log)
      : folder_(folder), rows_(rows), clock_(clock), log_(log) {}

  // A bounded portion: at most kPortion files that are due, and one of the 256 folders looked through for
  // files that have no row.
  void run();

  static constexpr int kPortion = 200;

 private:
  int remove_due();
  bool remove(const DueMedia& media);
  int remove_strays();
  int remove_unknown(const std::vector<std::string>& names);

  const MediaFolder& folder_;
  MediaRows& rows_;
  const Clock& clock_;
  Log& log_;
  int next_folder_ = 0;
};

// Runs it twice a minute, so that all folders are looked through in about two hours. `cleaner` must outlive the
// runner's threads.
void add_media_job(JobRunner& runner, MediaCleaner& cleaner);

}  // namespace callboard::host
