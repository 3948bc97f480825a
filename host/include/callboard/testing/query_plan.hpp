// How the engine would run a statement, for tests that a hot statement finds its rows by an index:
//
//   EXPECT_EQ(not_indexed(query_plan(database(), SqlLoans::open_statement(), {{":holder", "7"}})), "");
#pragma once

#include <map>
#include <string>
#include <vector>

#include "callboard/database.hpp"

namespace callboard::testing {

// One line for each step of the plan. `values` are SQL literals by placeholder, of which the plan may know.
// Fill the tables first (on MySQL also ANALYZE TABLE): a small table is read whole for its size alone.
std::vector<std::string> query_plan(Database& database, std::string statement,
                                    const std::map<std::string, std::string>& values);

// The first step that reads a whole table or index, or sorts; empty where there is none. No plan is a fault too.
std::string not_indexed(const std::vector<std::string>& plan);

}  // namespace callboard::testing
