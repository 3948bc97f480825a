// For a column that may be NULL.
#pragma once

#include <callboard/sql.hpp>

namespace accounts {

inline soci::indicator present(bool there) { return there ? soci::i_ok : soci::i_null; }

}  // namespace accounts
