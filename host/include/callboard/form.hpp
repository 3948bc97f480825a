// The fields and files of a form, and the faults found in it. Immutable after parsing; the temporary
// files of uploads are removed with the last copy of the form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"
#include "callboard/text.hpp"

namespace callboard {

// A temporary file that is removed when its last owner lets go of it.
class CALLBOARD_API TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) {}
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// One uploaded file. `name` and `declared_type` are the client's claims: never a path, never a proof.
struct Upload {
  std::string field;
  std::string name;
  std::string declared_type;
  std::uint64_t size = 0;
  std::shared_ptr<const TemporaryFile> file;
};

class CALLBOARD_API Form {
 public:
  // application/x-www-form-urlencoded (WHATWG URL, 5.1). Throws BadRequest for a broken
  // percent-encoding, invalid UTF-8, a NUL, or more than `kMaxFields` fields.
  static Form parse(std::string_view encoded);
  static constexpr std::size_t kMaxFields = 1000;

  void add(std::string name, std::string value);
  void add(Upload upload);

  // The value of that field, or nothing. Throws BadRequest where it was sent more than once: lists are for all().
  std::optional<std::string> get(std::string_view name) const;
  // The same, or an empty text.
  std::string value(std::string_view name) const;
  // All values, for lists.
  std::vector<std::string> all(std::string_view name) const;
  // The first file of that field that is not empty (a browser sends an empty one for "no file").
  const Upload* upload(std::string_view name) const;
  bool has(std::string_view name) const;

  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }
  const std::vector<Upload>& uploads() const { return uploads_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
  std::vector<Upload> uploads_;
};

// What is wrong with a form, by field: each fault is shown next to its field.
class CALLBOARD_API Faults {
 public:
  // The first fault of a field counts.
  void add(std::string field, Text fault);
  bool empty() const { return faults_.empty(); }
  explicit operator bool() const { return !faults_.empty(); }
  const std::map<std::string, Text, std::less<>>& all() const { return faults_; }
  // {"field": text, …} for a template.
  nlohmann::json json() const;

 private:
  std::map<std::string, Text, std::less<>> faults_;
};

}  // namespace callboard
