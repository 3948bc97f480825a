#include "sql_sign_ups.hpp"

#include <callboard/sql.hpp>

namespace accounts {

using namespace callboard;

// With the remainder, since `/` keeps the fraction on MySQL.
const char* SqlSignUps::statement() {
  return R"sql(
      SELECT ((created_at - :from) - (created_at - :from) % :span) / :span, COUNT(*)
        FROM accounts_users WHERE created_at >= :from AND created_at < :until
       GROUP BY ((created_at - :from) - (created_at - :from) % :span) / :span)sql";
}

std::vector<long long> SqlSignUps::by_span(Transaction& tx, Time from, std::chrono::microseconds span,
                                           std::size_t count) {
  const long long begin = to_sql(from), width = span.count();
  const long long end = begin + width * static_cast<long long>(count);
  std::vector<long long> sums(count);
  double number = 0;
  long long sum = 0;
  soci::statement select = (tx.sql().prepare << statement(), soci::use(begin, "from"), soci::use(width, "span"),
                            soci::use(end, "until"), soci::into(number), soci::into(sum));
  select.execute();
  while (select.fetch()) sums.at(static_cast<std::size_t>(number)) = sum;
  return sums;
}

}  // namespace accounts
