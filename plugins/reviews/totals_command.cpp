#include "totals_command.hpp"

#include <ostream>

#include "sql_totals.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;

int check_totals(Database& database, const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  const bool rebuild = arguments == std::vector<std::string>{"--rebuild"};
  if (!rebuild && !arguments.empty()) {
    err << "callboard reviews check [--rebuild]\n";
    return 1;
  }
  const auto wrong = database.read([](Transaction& tx) { return SqlTotals::wrong(tx); });
  for (const auto& subject : wrong) out << text_of(subject) << ": the totals are wrong\n";
  if (wrong.empty()) out << "all totals are right\n";
  if (!rebuild) return wrong.empty() ? 0 : 1;
  database.transact([](Transaction& tx) { SqlTotals::rebuild(tx); });
  out << "rebuilt\n";
  return 0;
}

}  // namespace reviews
