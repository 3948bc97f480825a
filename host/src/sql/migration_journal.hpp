// What the database remembers about migrations: table callboard_migrations, a row for each, with how far it got.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "callboard/services.hpp"
#include "sql/migration_files.hpp"

namespace callboard::host {

class MigrationJournal {
 public:
  struct Entry {
    std::string name;
    std::string checksum;
    int attempted = 0;  // the statement, counted from 1, that was begun last
    int applied = 0;    // statements that are done
    bool finished = false;
  };
  using Entries = std::map<std::pair<std::string, int>, Entry>;

  MigrationJournal(Database& database, Clock& clock) : database_(database), clock_(clock) {}

  void create_tables();
  // Empty where the table does not exist.
  Entries entries();
  void begin(const Migration& migration);
  void attempt(const Migration& migration, int statement);
  void applied(Transaction& tx, const Migration& migration, int statement);
  void finish(const Migration& migration);

 private:
  bool exists(Transaction& tx);

  Database& database_;
  Clock& clock_;
};

}  // namespace callboard::host
