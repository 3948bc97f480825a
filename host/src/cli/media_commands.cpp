#include "cli/media_commands.hpp"

#include <ostream>

#include <fmt/format.h>

#include "log/json_log.hpp"
#include "media/media_check.hpp"
#include "media/sql_media_rows.hpp"
#include "runtime/system_clock.hpp"
#include "sql/database_factory.hpp"

namespace callboard::host {
namespace {

const char* word_for(MediaFinding::Kind kind) {
  switch (kind) {
    case MediaFinding::Kind::Missing: return "missing";
    case MediaFinding::Kind::Damaged: return "damaged";
    case MediaFinding::Kind::Unwatched: return "unwatched";
    case MediaFinding::Kind::Stray: return "stray";
    case MediaFinding::Kind::Unfinished: return "unfinished";
    case MediaFinding::Kind::Foreign: return "foreign";
  }
  return "";
}

std::string summed_up(const MediaTotals& totals) {
  const auto read = fmt::format("{} files, {} bytes", totals.files, totals.bytes);
  if (totals.findings == 0) return read + ": all is well";
  return fmt::format("{}: {} wrong, {} repaired", read, totals.findings, totals.findings - totals.left);
}

}  // namespace

int media_check(const Invocation& invocation, bool repair, std::ostream& out, std::ostream&) {
  auto settings = invocation.settings();
  settings.database.pool = 1;
  const auto& data = settings.server.data_dir;
  JsonLog log(Log::Level::Warning);
  SystemClock clock;
  const auto database = make_database(settings.database, data, clock, log);
  const MediaFolder folder(data / "media");
  SqlMediaRows rows(*database);
  SqlMediaInventory inventory(*database);
  MediaCheck check({folder, rows, inventory, clock}, repair, [&out](const MediaFinding& finding) {
    out << fmt::format("{:<11} {} ({}){}\n", word_for(finding.kind), finding.what, finding.more,
                       finding.repaired ? ": repaired" : "");
  });
  const auto totals = check.run();
  out << summed_up(totals) << "\n";
  return totals.left == 0 ? 0 : 1;
}

}  // namespace callboard::host
