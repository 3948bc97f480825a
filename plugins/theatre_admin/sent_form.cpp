#include "sent_form.hpp"

#include <algorithm>
#include <charconv>

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kType = "image/webp";

// Browsers say nothing about a box that is not ticked.
bool may_be_silent(AdminKind kind) { return is_list(kind) || kind == AdminKind::Flag; }

const AdminField* editable(const std::vector<AdminField>& fields, std::string_view name) {
  const auto* field = find_field(fields, name);
  return field && field->editable ? field : nullptr;
}

bool is_ours(const std::vector<AdminField>& fields, const std::string& name) {
  for (const auto* plain : {"csrf_token", "form", "version", "base", "then", "confirm"}) {
    if (name == plain) return true;
  }
  if (name.starts_with("keep_")) return editable(fields, name.substr(5));
  for (const std::string prefix : {"remove_", "kept_"}) {
    if (!name.starts_with(prefix)) continue;
    const auto* field = editable(fields, name.substr(prefix.size()));
    return field && field->kind == AdminKind::Picture;
  }
  return false;
}

[[noreturn]] void unknown(const std::string& name) {
  throw BadRequest(_("There is no field “{field}” to fill in here.").with("field", name),
                   "a field that is not in the form");
}

void refuse_unknown(const Form& form, const std::vector<AdminField>& fields) {
  for (const auto& [name, value] : form.fields()) {
    const auto* field = editable(fields, name);
    const bool empty_file = field && field->kind == AdminKind::Picture && value.empty();
    if (!is_ours(fields, name) && (!field || (field->kind == AdminKind::Picture && !empty_file))) unknown(name);
  }
  for (const auto& upload : form.uploads()) {
    const auto* field = editable(fields, upload.field);
    if (!field || field->kind != AdminKind::Picture) unknown(upload.field);
  }
}

std::optional<std::int64_t> version_in(const Form& form) {
  const auto text = form.get("version");
  if (!text || text->empty()) return std::nullopt;
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), version);
  if (error != std::errc{} || end != text->data() + text->size()) throw BadRequest(_("The form could not be read."));
  return version;
}

json base_in(const Form& form) {
  auto base = json::parse(form.value("base"), nullptr, false);
  return base.is_object() ? base : json::object();
}

}  // namespace

std::string mark_of(const json& value) { return sha256_hex(value.dump()).substr(0, 12); }

SentForm read_form(const Form& form, const std::vector<AdminField>& fields) {
  refuse_unknown(form, fields);
  SentForm sent;
  sent.ours = form.has("form");
  sent.version = version_in(form);
  sent.base = base_in(form);
  sent.then = form.value("then");
  for (const auto& field : fields) {
    if (!field.editable || field.kind == AdminKind::Picture || form.value("keep_" + field.name) == "theirs") continue;
    if (form.has(field.name)) {
      sent.texts[field.name] =
          is_list(field.kind) ? form.all(field.name) : std::vector<std::string>{form.value(field.name)};
    } else if (sent.ours && may_be_silent(field.kind)) {
      sent.texts[field.name] = {};
    }
  }
  return sent;
}

void UploadedPictures::take(const Form& form, const std::vector<AdminField>& fields, SentForm& sent) const {
  for (const auto& field : fields) {
    if (field.kind != AdminKind::Picture || !field.editable) continue;
    if (form.value("keep_" + field.name) == "theirs") continue;
    if (const auto* upload = form.upload(field.name)) {
      recode(*upload, field, sent);
    } else if (form.has("remove_" + field.name)) {
      sent.pictures[field.name] = {};
    } else if (const auto name = open_sealed(keys_, form.value("kept_" + field.name))) {
      const auto kept = json::parse(*name);
      sent.pictures[field.name] = {kept["name"], kType, kept["size"]};
    }
  }
}

void UploadedPictures::recode(const Upload& upload, const AdminField& field, SentForm& sent) const {
  const auto recoded = pictures_.recode(upload, field.picture);
  if (recoded.fault != PictureFault::None) return sent.faults.add(field.name, text_of(recoded.fault, field.picture));
  sent.pictures[field.name] = media_.store(recoded.sizes.at(0).content, "webp", kType);
}

std::string UploadedPictures::sealed(const StoredMedia& stored) const {
  return seal(keys_, json{{"name", stored.name}, {"size", stored.size}}.dump());
}

}  // namespace theatre_admin
