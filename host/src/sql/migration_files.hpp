// The migrations that lie in the folders: read and checked before anything runs.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "callboard/database.hpp"

namespace callboard::host {

// A fault in the folders, or a contradiction between them and the database. Names the file.
class MigrationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct MigrationFolder {
  std::string feature;           // "courses"
  std::filesystem::path folder;  // sql/courses; one that does not exist holds no migrations
};

struct Migration {
  std::string feature;
  int number;            // from 1, without gaps
  std::string name;      // "0001_courses"
  std::string checksum;  // SHA-256 of the file, hexadecimal
  std::vector<std::string> statements;
};

// Those of `engine`, by folder in the order given, then by number. Throws MigrationError for a name that does not
// follow the pattern, a number that is missing or given twice, and a file whose twin for the other engine is missing.
std::vector<Migration> read_migrations(const std::vector<MigrationFolder>& folders, Engine engine);

}  // namespace callboard::host
