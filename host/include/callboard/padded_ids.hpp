// Lists of ids in kept statements. No driver binds a list, and a statement for each length would be prepared again and
// again; so a list is filled up to a power of two with its last id:
//
//   template <std::size_t Count>
//   struct NamesOf : Kept {
//     explicit NamesOf(Transaction& tx);  // ids.bind(statement), and PaddedIds<Count>::placeholders() in its text
//     PaddedIds<Count> ids;
//     …
//   };
//   with_places(halls.size(), [&](auto places) { tx.kept<NamesOf<places>>().read(halls, names); });
//
// For the sql_* files of a plugin, and for one thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include "callboard/sql.hpp"

namespace callboard {

inline constexpr std::size_t kMostPaddedIds = 1024;

template <std::size_t Count>
class PaddedIds {
 public:
  // What stands between the brackets of IN.
  static std::string placeholders() {
    std::string list;
    for (std::size_t i = 0; i < Count; ++i) list += (i == 0 ? ":id" : ",:id") + std::to_string(i);
    return list;
  }
  // By position, as all else of that statement then.
  void bind(soci::statement& statement) {
    for (auto& number : numbers_) statement.exchange(soci::use(number));
  }
  // At least one, and no more than there are places.
  template <typename Id>
  void set(const std::vector<Id>& ids) {
    for (std::size_t i = 0; i < Count; ++i) numbers_[i] = static_cast<long long>(ids[std::min(i, ids.size() - 1)]);
  }

 private:
  std::array<long long, Count> numbers_{};
};

// Calls `run` with the number of places for so many ids, at most kMostPaddedIds, as a std::integral_constant.
template <std::size_t Count = 1, typename Run>
auto with_places(std::size_t ids, const Run& run) {
  if constexpr (Count < kMostPaddedIds) {
    if (ids > Count) return with_places<Count * 2>(ids, run);
  }
  return run(std::integral_constant<std::size_t, Count>{});
}

}  // namespace callboard
