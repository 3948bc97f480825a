// `callboard search rebuild`: the words of all records that can be searched for, put into the index anew.
#pragma once

#include <iosfwd>

#include <callboard/search.hpp>

#include "record.hpp"

namespace theatre_admin {

class SearchRebuild {
 public:
  static constexpr int kPortion = 500;  // records of one transaction

  SearchRebuild(callboard::Database& database, const callboard::AdminSite& admin, callboard::SearchIndex& search)
      : database_(database), admin_(admin), search_(search) {}

  // Says for each resource how many records it took. May be run at any time, and again.
  void run(std::ostream& out) const;

 private:
  long long rebuild(const AdminResource& resource) const;
  std::int64_t put_portion(callboard::Transaction& tx, const AdminResource& resource, std::int64_t after,
                           long long& count) const;

  callboard::Database& database_;
  const callboard::AdminSite& admin_;
  callboard::SearchIndex& search_;
};

}  // namespace theatre_admin
