#include "sql/reach.hpp"

#include <soci/soci.h>

namespace callboard::host {

void reach(Transaction& tx) {
  int one = 0;
  tx.sql() << "SELECT 1", soci::into(one);
}

}  // namespace callboard::host
