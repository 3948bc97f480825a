#include "search_rebuild.hpp"

#include <ostream>

#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;

namespace {

std::vector<std::string> texts_of(const AdminResource& resource, const Record& record) {
  std::vector<std::string> texts;
  for (const auto& name : resource.search) texts.push_back(plain_text(record[name]));
  return texts;
}

}  // namespace

void SearchRebuild::run(std::ostream& out) const {
  for (const auto& resource : admin_.resources()) {
    if (resource.search.empty()) continue;
    out << resource.name << ": " << std::flush;
    out << rebuild(resource) << " records" << std::endl;
  }
}

long long SearchRebuild::rebuild(const AdminResource& resource) const {
  long long total = 0;
  for (std::int64_t after = 0; after >= 0;) {
    long long count = 0;
    after = database_.transact([&](Transaction& tx) { return put_portion(tx, resource, after, count); });
    total += count;
  }
  return total;
}

// Returns the last id, or -1 where there is no more.
std::int64_t SearchRebuild::put_portion(Transaction& tx, const AdminResource& resource, std::int64_t after,
                                        long long& count) const {
  std::vector<const AdminField*> fields;
  for (const auto& name : resource.search) fields.push_back(find_field(resource.fields, name));
  const auto rest = " AND t.id > " + std::to_string(after) + " ORDER BY t.id LIMIT " + std::to_string(kPortion);
  const auto records = SqlRecords::select(tx, resource, fields, rest, {});
  for (const auto& record : records) search_.put(tx, resource.record, id_of(record), texts_of(resource, record));
  count = static_cast<long long>(records.size());
  return count < kPortion ? -1 : id_of(records.back());
}

}  // namespace theatre_admin
