// The statements of lists: a page, how many there are, the ids of all that were found. They stay fast at a million rows
// where the declaration's fields have their indexes:
//
//   a sortable field       (field, id)
//   a filterable field     (field, <the field of the resource's sort>, id), or (field, id) where it picks out few
//
// Pages are found by the place where the last one ended (keyset), never by counting the rows before it.
//
// A page with a range or with words that many records have is looked for in two ways, since no engine knows which one
// is the better. First among the next rows in the list's order: where many are found, that is a page soon. Otherwise
// from the words or the range on, sorted then: where few are found, those are soon sorted. Thread-safe.
#pragma once

#include "list_search.hpp"
#include "record_list_query.hpp"

namespace theatre_admin {

struct ListStatement {
  std::string rest;  // for SqlRecords::select
  Values values;
};

// How many records a list finds, as far as that was counted.
struct ListCount {
  enum class Kind { Exact, AtLeast, Many };
  Kind kind = Kind::Exact;
  long long number = 0;
};

class SqlRecordList {
 public:
  static constexpr int kMostCounted = 1000;   // beyond it there are simply many
  static constexpr int kMostExamined = 3000;  // rows, for a count
  // Rows in the list's order among which a page is looked for first, and once more; of the table itself more of them,
  // since they lie side by side.
  static constexpr int kStretch = 2000;
  static constexpr int kLongStretch = 10'000;
  static constexpr int kLongStretchById = 20'000;

  // How the engine is to find a page.
  enum class Way { Walk, Pick };

  SqlRecordList(callboard::SearchIndex& index, const callboard::AdminSite& admin) : search_(index, admin) {}

  // At most so many records from the query's place on, or, backwards, up to it; in the list's order either way. They
  // have these fields, and that by which the list is sorted.
  std::vector<Record> page(callboard::Transaction& tx, const AdminResource& resource, const ListQuery& query,
                           const std::vector<const AdminField*>& fields, int most) const;
  // Costs no more than a page does, however many there are and however few of the rows it would have to look at.
  ListCount count(callboard::Transaction& tx, const AdminResource& resource, const ListQuery& query) const;
  // Of all that the query finds, whatever its place.
  std::vector<std::int64_t> ids(callboard::Transaction& tx, const AdminResource& resource, const ListQuery& query,
                                int most) const;

  // For tests of their plans.
  static ListStatement page_statement(callboard::Engine engine, const ListQuery& query,
                                      const callboard::SearchCondition& search, Way way, int most,
                                      const std::optional<ListCursor>& end = std::nullopt);
  // Of the row at the end of the stretch.
  static ListStatement stretch_statement(callboard::Engine engine, const ListQuery& query, int rows);
  static std::pair<std::string, Values> count_statement(const AdminResource& resource, const ListQuery& query,
                                                        const callboard::SearchCondition& search);

 private:
  struct Stretch {
    std::vector<Record> records;
    bool enough = false;  // they are a page, or all there are
  };
  Stretch within_stretch(callboard::Transaction& tx, const AdminResource& resource, const ListQuery& query,
                         const std::vector<const AdminField*>& fields, const callboard::SearchCondition& search,
                         int most, int rows) const;
  // A page of the next rows, or nothing where it is better to look for it the other way.
  std::optional<std::vector<Record>> walked(callboard::Transaction& tx, const AdminResource& resource,
                                            const ListQuery& query, const std::vector<const AdminField*>& fields,
                                            const callboard::SearchCondition& search, int most) const;

  ListSearch search_;
};

}  // namespace theatre_admin
