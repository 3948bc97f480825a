#include "media/media_check.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>

#include "media/media_files.hpp"

namespace callboard::host {
namespace {

using FindingKind = MediaFinding::Kind;

constexpr int kRowsAtATime = 200;
constexpr int kMediaFolders = 256;
constexpr std::chrono::hours kYoung{24};

// "3f9a….webp" in "3f/3f9a….webp".
std::string hash_in(const std::string& name) { return name.substr(3, name.rfind('.') - 3); }

}  // namespace

MediaTotals MediaCheck::run() {
  totals_ = {};
  check_rows();
  check_files();
  return totals_;
}

void MediaCheck::check_rows() {
  for (std::string last;;) {
    const auto rows = stock_.inventory.after(last, kRowsAtATime);
    for (const auto& row : rows) check_row(row);
    if (rows.size() < kRowsAtATime) return;
    last = rows.back().name;
  }
}

// A row that is due at some time is the job's, whether or not its file is there yet, or still: unless it is used.
void MediaCheck::check_row(const MediaRow& row) {
  if (row.doomed) return;
  const bool used = !stock_.inventory.uses_of(row.name).empty();
  if (!used && !row.watched) {
    if (repair_) stock_.inventory.make_due(row.name, stock_.clock.now());
    found({FindingKind::Unwatched, row.name, "nobody uses it", repair_});
  }
  if (used) check_content(row);
}

// What was removed or stored anew in the meantime is asked for again.
void MediaCheck::check_content(const MediaRow& row) {
  const UniqueFd file(::open(stock_.folder.path_of(row.name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file && errno != ENOENT && errno != ELOOP) media_failed("open");
  if (!file) {
    const auto uses = stock_.inventory.uses_of(row.name);
    if (!uses.empty()) found({FindingKind::Missing, row.name, fmt::format("used by {}", fmt::join(uses, ", ")), false});
    return;
  }
  ++totals_.files;
  totals_.bytes += size_of(file.get());
  if (size_of(file.get()) == row.size && sha256_hex_of(file.get()) == hash_in(row.name)) return;
  const auto uses = stock_.inventory.uses_of(row.name);
  found({FindingKind::Damaged, row.name, fmt::format("used by {}", fmt::join(uses, ", ")), false});
}

void MediaCheck::check_files() {
  for (int folder = 0; folder < kMediaFolders; ++folder) check_folder(folder);
  const auto before = stock_.clock.now() - kYoung;
  for (const auto& name : stock_.folder.foreign()) found({FindingKind::Foreign, name, "not made by the host", false});
  const auto unfinished = stock_.folder.unfinished(before);
  if (repair_ && !unfinished.empty()) stock_.folder.remove_unfinished(before);
  for (const auto& name : unfinished) found({FindingKind::Unfinished, name, "storing it was broken off", repair_});
}

void MediaCheck::check_folder(int folder) {
  const auto names = stock_.folder.older(folder, stock_.clock.now() - kYoung);
  if (names.empty()) return;
  const auto known = stock_.rows.known(names);
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    found({FindingKind::Stray, name, "the database does not know it", repair_ && remove_stray(name)});
  }
}

// Asked again under the lock: nobody is between making the row and putting the file there.
bool MediaCheck::remove_stray(const std::string& name) {
  const auto lock = stock_.folder.lock(MediaLock::Mode::Alone);
  if (stock_.rows.known({name}).empty()) stock_.folder.remove(name);
  return true;
}

void MediaCheck::found(MediaFinding finding) {
  ++totals_.findings;
  if (!finding.repaired) ++totals_.left;
  tell_(finding);
}

}  // namespace callboard::host
