#include "record_form_data.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

// Fills in what was typed, if anything was, and the fault.
void add_typed(const EditingParts& parts, const AdminField& field, const SentForm& typed, const Edited& edited,
               FieldState& state) {
  if (const auto texts = typed.texts.find(field.name); texts != typed.texts.end()) state.texts = texts->second;
  if (const auto fault = edited.faults.all().find(field.name); fault != edited.faults.all().end()) {
    state.fault = fault->second;
  }
  const auto picture = typed.pictures.find(field.name);
  if (picture != typed.pictures.end() && !picture->second.name.empty()) {
    state.kept = parts.uploads.sealed(picture->second);
  }
}

// Faults at what is no field of this form are shown above it.
json other_faults(const AdminResource& resource, const Edited& edited) {
  auto texts = json::array();
  for (const auto& [name, fault] : edited.faults.all()) {
    const auto* field = find_field(resource.fields, name);
    if (!field || !field->editable) texts.push_back(fault);
  }
  if (!edited.refusal.empty()) texts.push_back(edited.refusal);
  return texts;
}

bool has_pictures(const AdminResource& resource) {
  for (const auto& field : resource.fields) {
    if (field.editable && field.kind == AdminKind::Picture) return true;
  }
  return false;
}

json form(const AdminResource& resource, const Edited& edited, json fields, std::string action, std::string back) {
  return {{"fields", std::move(fields)},
          {"action", std::move(action)},
          {"back", std::move(back)},
          {"problems", other_faults(resource, edited)},
          {"may_add", resource.may_create},
          {"encoding", has_pictures(resource) ? "multipart/form-data" : "application/x-www-form-urlencoded"}};
}

}  // namespace

json new_form(const EditingParts& parts, Transaction& tx, const AdminResource& resource, const SentForm& start,
              const Edited& edited) {
  auto values = parts.values(tx);
  auto fields = json::array();
  for (const auto& field : resource.fields) {
    if (!field.editable) continue;
    FieldState state{values.to_form(field, initial_value(field))};
    add_typed(parts, field, start, edited, state);
    fields.push_back(form_field(field, state, values, parts.site));
  }
  return form(resource, edited, std::move(fields), address_of(resource) + "/new", address_of(resource));
}

json edit_form(const EditingParts& parts, Transaction& tx, const AdminResource& resource, const Record& record,
               const SentForm& typed, const Edited& edited) {
  auto values = parts.values(tx);
  auto fields = json::array();
  auto base = json::object();
  for (const auto& field : resource.fields) {
    if (!field.editable) continue;
    base[field.name] = mark_of(record[field.name]);
    FieldState state{values.to_form(field, record[field.name])};
    if (field.kind == AdminKind::Picture) state.picture = picture_address(resource, record, field);
    add_typed(parts, field, typed, edited, state);
    fields.push_back(form_field(field, state, values, parts.site));
  }
  const auto page = address_of(resource, id_of(record));
  auto data = form(resource, edited, std::move(fields), page + "/edit", page);
  data["title"] = title_of(record);
  // A form that did not hold stays one of the version that it was made from.
  data["version"] = std::to_string(typed.version.value_or(version_of(record)));
  data["base"] = typed.version ? typed.base.dump() : base.dump();
  return data;
}

}  // namespace theatre_admin
