// What the demonstration's season asks the database.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

namespace key_cabinet {

class SqlSeasonDemo {
 public:
  static bool is_there(callboard::Transaction& tx);
  static std::optional<std::int64_t> holder(callboard::Transaction& tx, const std::string& serial);
  static std::optional<std::int64_t> first_cabinet(callboard::Transaction& tx);
  struct Named {
    std::int64_t id;
    std::string name;
    std::string serial;  // of holders
  };
  // By their labels.
  static std::vector<Named> keys(callboard::Transaction& tx);
  static std::vector<Named> rooms(callboard::Transaction& tx);
  static std::vector<Named> holders(callboard::Transaction& tx);
  // The loan of a key that is out has to be back at that time.
  static void set_due(callboard::Transaction& tx, const std::string& label, callboard::Time due);
};

}  // namespace key_cabinet
