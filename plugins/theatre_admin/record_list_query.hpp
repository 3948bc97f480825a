// What the address of a list says: which records, in which order, from where on, with which columns. Nothing of it is
// trusted: what the resource does not declare is refused.
//
//   ?q=chekhov&genre=drama&starts_at.from=2026-11-01&starts_at.to=2026-11-30&sort=-starts_at&columns=title,hall&after=…
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <callboard/form.hpp>

#include "record.hpp"
#include "sql_records.hpp"

namespace theatre_admin {

struct ListFilter {
  enum class Relation { Is, From, Until, Before };
  const AdminField* field = nullptr;
  std::string parameter;  // "starts_at.from"
  std::string text;       // as it was written
  Relation relation = Relation::Is;
  Value value;
};

struct ListOrder {
  const AdminField* field = nullptr;  // none: by id
  bool descending = true;

  std::string text() const;  // "-title"
};

// A place between two records: behind the one, in the list's order, that has this value and this id.
struct ListCursor {
  nlohmann::json value;  // of the field by which the list is sorted; null where that is the id
  std::int64_t id = 0;

  static ListCursor at(const Record& record, const ListOrder& order);
  // For addresses; it holds for that order alone.
  std::string text(const ListOrder& order) const;
  // Throws BadRequest.
  static ListCursor parse(const std::string& text, const ListOrder& order);
};

struct ListQuery {
  std::string search;
  std::vector<ListFilter> filters;
  std::vector<std::int64_t> ids;  // only these, where there are any
  ListOrder order;
  std::vector<const AdminField*> columns;
  std::optional<ListCursor> cursor;
  bool backwards = false;  // what comes before the cursor

  bool chosen_order = false;  // the address says it; otherwise what was searched for comes newest first
  bool usual_order = false;   // by the field of the resource's sort
  bool chosen_columns = false;
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

// `zone` is the site's time zone. Throws BadRequest with a text for whoever typed the address.
ListQuery parse_list_query(const AdminResource& resource, const callboard::Form& query, const std::string& zone);

// What leads to the same view, from its first page on.
Parameters parameters_of(const ListQuery& query);
std::string with_parameters(const std::string& path, const Parameters& parameters);

// "1,2,3" and the same parameter several times. Throws BadRequest for what are no ids, or beyond `most` of them.
std::vector<std::int64_t> parse_ids(const std::vector<std::string>& texts, std::size_t most);
inline constexpr std::size_t kMostIds = 1000;

// Throws std::logic_error where a field has a name that means something else in an address.
void check_names(const AdminResource& resource);

}  // namespace theatre_admin
