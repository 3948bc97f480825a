#include "sql/migration_files.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include <fmt/format.h>
#include <sodium.h>

#include "sql/statement_splitter.hpp"

namespace callboard::host {
namespace {

namespace fs = std::filesystem;

struct Found {
  std::string name;
  std::set<std::string> engines;
};
using FoundByNumber = std::map<int, Found>;

void note(FoundByNumber& found, const fs::path& file) {
  static const std::regex pattern(R"((\d{4})_([a-z0-9_]+)\.(mysql|sqlite)\.sql)");
  const auto file_name = file.filename().string();
  std::smatch parts;
  if (!std::regex_match(file_name, parts, pattern)) {
    throw MigrationError(
        fmt::format("{}: a migration is named 0001_what_it_does.mysql.sql or .sqlite.sql", file.string()));
  }
  const auto name = parts[1].str() + "_" + parts[2].str();
  auto& here = found[std::stoi(parts[1])];
  if (!here.name.empty() && here.name != name) {
    throw MigrationError(fmt::format("{}: {} has the same number", file.string(), here.name));
  }
  here.name = name;
  here.engines.insert(parts[3]);
}

FoundByNumber look_into(const fs::path& folder) {
  FoundByNumber found;
  if (!fs::exists(folder)) return found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") note(found, entry.path());
  }
  return found;
}

void check(const FoundByNumber& found, const fs::path& folder) {
  int expected = 1;
  for (const auto& [number, migration] : found) {
    const auto path = (folder / migration.name).string();
    if (number != expected++)
      throw MigrationError(fmt::format("{}: migration {:04} is missing before it", path, expected - 1));
    for (const char* engine : {"mysql", "sqlite"}) {
      if (!migration.engines.contains(engine)) throw MigrationError(fmt::format("{}.{}.sql is missing", path, engine));
    }
  }
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw MigrationError(file.string() + " cannot be read");
  return content;
}

std::string sha256(const std::string& content) {
  if (sodium_init() < 0) throw MigrationError("libsodium does not start");
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(content.data()), content.size());
  char text[2 * sizeof hash + 1];
  return sodium_bin2hex(text, sizeof text, hash, sizeof hash);
}

Migration read(const MigrationFolder& from, int number, const std::string& name, Engine engine) {
  const auto file = from.folder / (name + (engine == Engine::Mysql ? ".mysql.sql" : ".sqlite.sql"));
  const auto content = content_of(file);
  try {
    return {from.feature, number, name, sha256(content), split_statements(content, engine)};
  } catch (const std::runtime_error& error) {
    throw MigrationError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace

std::vector<Migration> read_migrations(const std::vector<MigrationFolder>& folders, Engine engine) {
  std::vector<Migration> result;
  for (const auto& folder : folders) {
    const auto found = look_into(folder.folder);
    check(found, folder.folder);
    for (const auto& [number, migration] : found) result.push_back(read(folder, number, migration.name, engine));
  }
  return result;
}

}  // namespace callboard::host
