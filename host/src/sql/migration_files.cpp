#include "sql/migration_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
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

struct FileName {
  int number;
  std::string name;  // "0001_courses"
  std::string engine;
};

// 0001_what_it_does.mysql.sql
std::optional<FileName> parse(const std::string& file_name) {
  const auto dot = file_name.find('.');
  if (dot == file_name.npos) return std::nullopt;
  const auto name = file_name.substr(0, dot);
  const auto end = file_name.substr(dot);
  if (end != ".mysql.sql" && end != ".sqlite.sql") return std::nullopt;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_word = [&](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; };
  if (name.size() < 6 || name[4] != '_' || !std::all_of(name.begin(), name.begin() + 4, is_digit)) return std::nullopt;
  if (!std::all_of(name.begin() + 5, name.end(), is_word)) return std::nullopt;
  return FileName{std::stoi(name.substr(0, 4)), name, end == ".mysql.sql" ? "mysql" : "sqlite"};
}

void note(FoundByNumber& found, const fs::path& file) {
  const auto parsed = parse(file.filename().string());
  if (!parsed) {
    throw MigrationError(
        fmt::format("{}: a migration is named 0001_what_it_does.mysql.sql or .sqlite.sql", file.string()));
  }
  auto& here = found[parsed->number];
  if (!here.name.empty() && here.name != parsed->name) {
    throw MigrationError(fmt::format("{}: {} has the same number", file.string(), here.name));
  }
  here.name = parsed->name;
  here.engines.insert(parsed->engine);
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
