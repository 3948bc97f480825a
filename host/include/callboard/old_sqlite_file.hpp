// The SQLite file of an old system, from which an import reads. It is opened read-only and must be at rest, and nothing
// of it is trusted: no triggers, no functions of its schema, no value beyond a megabyte. For one thread.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "callboard/api.hpp"

namespace callboard {

// Why the file cannot be read, for whoever runs the import.
class CALLBOARD_API OldFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  ~OldFileError() override;
};

class CALLBOARD_API OldSqliteFile {
 public:
  // Throws OldFileError where this is no such file, or the old system still runs on it.
  explicit OldSqliteFile(const std::filesystem::path& file);
  ~OldSqliteFile();
  OldSqliteFile(const OldSqliteFile&) = delete;
  OldSqliteFile& operator=(const OldSqliteFile&) = delete;

  // The table's columns in lower case; none where there is no such table. `table` is a literal of ours in lower case.
  std::vector<std::string> columns(const std::string& table) const;
  // The first of `wanted` that is among them, or `otherwise`: a literal of ours, so it may stand in a statement.
  static std::string first_of(const std::vector<std::string>& columns, std::initializer_list<const char*> wanted,
                              const char* otherwise);

  // What a statement of ours selects, row by row. Must not outlive the file.
  class CALLBOARD_API Rows {
   public:
    Rows(Rows&&) noexcept;
    Rows& operator=(Rows&&) noexcept;
    ~Rows();
    // The next row; false at the end. Throws OldFileError.
    bool next();
    // Of the present row: the bytes of a text or a blob; empty for NULL.
    std::string text(int column) const;

   private:
    friend class OldSqliteFile;
    struct State;
    explicit Rows(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  // Throws OldFileError.
  Rows select(const std::string& statement) const;

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace callboard
