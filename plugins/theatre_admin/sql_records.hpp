// Reads records of any resource, by statements that are put together from its declaration. What comes from outside is
// bound to placeholders, never part of a statement.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <callboard/database.hpp>

#include "record.hpp"

namespace theatre_admin {

// A placeholder's name, without its colon, and what is bound to it: a text or a number, as its column is.
using Value = std::variant<std::string, long long>;
using Values = std::vector<std::pair<std::string, Value>>;

// What is read for a field: its column, or what the resource says instead.
std::string expression(const AdminField& field);

class SqlRecords {
 public:
  // With all its fields; nothing where there is none, or where the resource's `where` leaves it out.
  static std::optional<Record> find(callboard::Transaction& tx, const AdminResource& resource, std::int64_t id);

  // Those that `rest` chooses (" AND t.title > :after ORDER BY …", behind the resource's own condition), with these
  // fields.
  static std::vector<Record> select(callboard::Transaction& tx, const AdminResource& resource,
                                    const std::vector<const AdminField*>& fields, const std::string& rest,
                                    const Values& values);
  static std::string statement(const AdminResource& resource, const std::vector<const AdminField*>& fields,
                               const std::string& rest);

  // The same, but only "id" and that field, where there is one: an index that has both is enough for it.
  static std::vector<Record> select_keys(callboard::Transaction& tx, const AdminResource& resource,
                                         const AdminField* field, const std::string& rest, const Values& values);

  // What names each of them; those that are not there are left out.
  static std::map<std::int64_t, std::string> titles(callboard::Transaction& tx, const AdminResource& resource,
                                                    const std::vector<std::int64_t>& ids);

  // What a statement that finds one row of two numbers finds.
  static std::pair<long long, long long> two_numbers(callboard::Transaction& tx, const std::string& text,
                                                     const Values& values);

  // False where it is not there, or has another version by now.
  static bool remove(callboard::Transaction& tx, const AdminResource& resource, std::int64_t id, std::int64_t version);
};

// " IN (1,2,3)": numbers of ours, written out; of an empty list " IN (NULL)".
std::string in_list(const std::vector<std::int64_t>& ids);

}  // namespace theatre_admin
