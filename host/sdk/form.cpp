#include "callboard/form.hpp"

#include <system_error>

namespace callboard {

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

void Form::add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
void Form::add(Upload upload) { uploads_.push_back(std::move(upload)); }

std::optional<std::string> Form::get(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (field == name) return value;
  }
  return std::nullopt;
}

std::string Form::value(std::string_view name) const { return get(name).value_or(std::string()); }

std::vector<std::string> Form::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : fields_) {
    if (field == name) values.push_back(value);
  }
  return values;
}

const Upload* Form::upload(std::string_view name) const {
  for (const auto& upload : uploads_) {
    if (upload.field == name && !(upload.name.empty() && upload.size == 0)) return &upload;
  }
  return nullptr;
}

void Faults::add(std::string field, Text fault) { faults_.try_emplace(std::move(field), std::move(fault)); }

nlohmann::json Faults::json() const {
  auto json = nlohmann::json::object();
  for (const auto& [field, fault] : faults_) json[field] = fault;
  return json;
}

}  // namespace callboard
