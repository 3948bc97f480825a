#include "sql_record_counts.hpp"

#include <callboard/sql.hpp>

namespace theatre_admin {

using namespace callboard;

long long SqlRecordCounts::up_to(Transaction& tx, const AdminResource& resource, long long most) {
  const auto condition = resource.where.empty() ? std::string() : " WHERE " + resource.where;
  long long count = 0;
  tx.sql() << "SELECT COUNT(*) FROM (SELECT t.id FROM " + resource.table + " t" + condition + " LIMIT :most) counted",
      soci::use(most, "most"), soci::into(count);
  return count;
}

}  // namespace theatre_admin
