// MediaRows on the host's database. Thread-safe.
#pragma once

#include "media/media_rows.hpp"

namespace callboard::host {

class SqlMediaRows : public MediaRows {
 public:
  explicit SqlMediaRows(Database& database) : database_(database) {}

  void claim(const StoredMedia& media, Time now, Time due) override;
  bool use(Transaction& tx, const std::string& name, const MediaUse& use, Time now) override;
  void release(Transaction& tx, const std::string& kind, std::int64_t record, Time now) override;
  std::vector<DueMedia> due(Time now, int limit) override;
  bool doom(const DueMedia& media) override;
  void erase(const std::string& name) override;
  std::vector<std::string> known(const std::vector<std::string>& names) override;

  // For the tests of the plans.
  static const char* due_statement();
  static const char* doom_statement();
  static const char* release_statement();

 private:
  Database& database_;
};

}  // namespace callboard::host
