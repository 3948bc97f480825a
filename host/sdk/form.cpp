#include "callboard/form.hpp"

#include <algorithm>

#include "callboard/encoding.hpp"
#include "callboard/errors.hpp"
#include "text_scan.hpp"

namespace callboard {

namespace {

std::string decoded(std::string_view text) {
  auto plain = percent_decode(text, true);
  if (!plain) throw BadRequest(_("The form could not be read."), "form: a broken percent-encoding");
  if (!is_utf8(*plain) || plain->find('\0') != std::string::npos) {
    throw BadRequest(_("The form could not be read."), "form: not UTF-8, or a NUL");
  }
  return std::move(*plain);
}

}  // namespace

Form Form::parse(std::string_view encoded) {
  Form form;
  while (!encoded.empty()) {
    auto field = take_until(encoded, '&');
    if (field.empty()) continue;
    if (form.fields_.size() == kMaxFields) throw BadRequest(_("The form could not be read."), "form: too many fields");
    auto name = decoded(take_until(field, '='));
    form.add(std::move(name), decoded(field));
  }
  return form;
}

void Form::add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
void Form::add(Upload upload) { uploads_.push_back(std::move(upload)); }

// Of two values one would be chosen by chance: another program before us may have looked at the other one.
std::optional<std::string> Form::get(std::string_view name) const {
  auto values = all(name);
  if (values.size() > 1) {
    throw BadRequest(_("The field {field} was sent more than once.").with("field", name), "form: a repeated field");
  }
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

bool Form::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(), [&](const auto& field) { return field.first == name; });
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
