#include "list_search.hpp"

#include <callboard/unicode.hpp>

#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;

namespace {

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

// With placeholders of its own, for several stand in one statement.
SearchCondition renamed(SearchCondition condition, const std::string& prefix) {
  for (auto* sql : {&condition.sql, &condition.from_words}) replace_all(*sql, ":search_", ":" + prefix + "search_");
  for (auto& value : condition.values) value.first.insert(0, prefix);
  return condition;
}

// Both hold, or one of them does.
void join(SearchCondition& all, SearchCondition other, const std::string& by) {
  if (all.sql.empty()) {
    all = std::move(other);
    return;
  }
  all.sql = "(" + all.sql + ")" + by + "(" + other.sql + ")";
  all.from_words = "(" + all.from_words + ")" + by + "(" + other.from_words + ")";
  all.few = by == " OR " ? all.few && other.few : all.few || other.few;
  all.values.insert(all.values.end(), other.values.begin(), other.values.end());
}

}  // namespace

SearchCondition ListSearch::with_word(Transaction& tx, const AdminResource& resource, const std::string& word,
                                      std::size_t number) const {
  const auto prefix = [&](std::size_t place) {
    return "s" + std::to_string(number) + "_" + std::to_string(place) + "_";
  };
  SearchCondition any;
  if (!resource.search.empty()) any = renamed(index_.condition(tx, resource.record, word, "t.id"), prefix(0));
  for (std::size_t i = 0; i < resource.search_through.size(); ++i) {
    const auto* field = find_field(resource.fields, resource.search_through[i]);
    const auto* other = admin_.find(field->resource);
    // The other plugin may be switched off.
    if (!other || other->search.empty()) continue;
    join(any, renamed(index_.condition(tx, other->record, word, expression(*field)), prefix(i + 1)), " OR ");
  }
  if (any.sql.empty()) any.sql = any.from_words = "1 = 0";
  return any;
}

SearchCondition ListSearch::condition(Transaction& tx, const AdminResource& resource, const std::string& query) const {
  if (query.empty() || !is_searchable(resource)) return {};
  if (resource.search_through.empty()) return index_.condition(tx, resource.record, query, "t.id");
  auto words = folded_words(query);
  if (words.size() > kMostWords) words.resize(kMostWords);
  SearchCondition all;
  for (std::size_t i = 0; i < words.size(); ++i) join(all, with_word(tx, resource, words[i], i), " AND ");
  return all;
}

}  // namespace theatre_admin
