// What was typed into a list's search, as a condition: a record is found by its own words, and by those of the records
// that it refers to where its declaration says so; each word of what was typed in any of them. Thread-safe.
#pragma once

#include <callboard/search.hpp>

#include "record.hpp"

namespace theatre_admin {

class ListSearch {
 public:
  static constexpr std::size_t kMostWords = 4;  // through references; each is looked up for each of them

  ListSearch(callboard::SearchIndex& index, const callboard::AdminSite& admin) : index_(index), admin_(admin) {}

  static bool is_searchable(const AdminResource& resource) {
    return !resource.search.empty() || !resource.search_through.empty();
  }
  // Empty, and so all of them, where nothing was typed or the resource is not searchable.
  callboard::SearchCondition condition(callboard::Transaction& tx, const AdminResource& resource,
                                       const std::string& query) const;

 private:
  callboard::SearchCondition with_word(callboard::Transaction& tx, const AdminResource& resource,
                                       const std::string& word, std::size_t number) const;

  callboard::SearchIndex& index_;
  const callboard::AdminSite& admin_;
};

}  // namespace theatre_admin
