// Taking the rows of an old system over, for the imports of plugins: portion by portion, a transaction for each, so
// that what was taken stays, whatever happens later; a dry run reads only, and tells what would be. For one thread.
//
//   take_over(file, database, dry_run,
//             [&](OldUser old) { return judged(std::move(old)); },           // once for each row, before any
//             transaction
//             [&](Transaction& tx, Candidate& candidate) { take(…); },       // may run again, on a fresh copy
//             [&](const Candidate& candidate) { count(candidate); });        // once it is certain
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "callboard/database.hpp"

namespace callboard {

// What became of the rows. A candidate is refused where its `fault` (a Text) says why.
struct TakenOver {
  long long taken = 0;
  long long already_there = 0;
  long long refused = 0;

  template <typename Candidate>
  void count(const Candidate& candidate) {
    ++(!candidate.fault.empty() ? refused : candidate.already_there ? already_there : taken);
  }
};

// `file.next(count)` hands out at most so many rows, none at the end.
template <typename File, typename Judge, typename Take, typename Tell>
void take_over(File& file, Database& database, bool dry_run, const Judge& judge, const Take& take, const Tell& tell) {
  constexpr std::size_t kPortion = 200;
  for (auto portion = file.next(kPortion); !portion.empty(); portion = file.next(kPortion)) {
    std::vector<decltype(judge(std::move(portion.front())))> judged;
    for (auto& old : portion) judged.push_back(judge(std::move(old)));
    const auto work = [&](Transaction& tx) {
      auto candidates = judged;
      for (auto& candidate : candidates) take(tx, candidate);
      return candidates;
    };
    for (const auto& candidate : dry_run ? database.read(work) : database.transact(work)) tell(candidate);
  }
}

}  // namespace callboard
