#include "record_editing.hpp"

#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;
using EditOutcome = Edited::Outcome;

namespace {

// A refusal rolls the transaction back, so it is thrown through it.
template <typename Work>
Edited refusable(std::int64_t id, const Work& work) try {
  return work();
} catch (const AdminRefusal& refusal) {
  return {EditOutcome::Faults, id, refusal.faults(), refusal.faults() ? Text() : refusal.public_text()};
}

void read_field(FieldValues& fields, const AdminField& field, const std::vector<std::string>& texts, ReadForm& read) {
  auto value = fields.from_form(field, texts);
  if (value.holds())
    read.values[field.name] = std::move(value.value);
  else
    read.faults.add(field.name, std::move(value.fault));
}

void read_pictures(const SentForm& sent, ReadForm& read) {
  for (const auto& [name, stored] : sent.pictures) read.values[name] = stored.name;
  for (const auto& [name, fault] : sent.faults.all()) read.faults.add(name, fault);
}

void need_pictures(const AdminResource& resource, ReadForm& read) {
  for (const auto& field : resource.fields) {
    if (field.kind == AdminKind::Picture && field.required && field.editable &&
        read.values.value(field.name, json()) == "") {
      read.faults.add(field.name, _("A picture is needed."));
    }
  }
}

}  // namespace

json initial_value(const AdminField& field) {
  if (!field.initial.is_null()) return field.initial;
  switch (field.kind) {
    case AdminKind::Flag: return false;
    case AdminKind::Choices:
    case AdminKind::References: return json::array();
    case AdminKind::Number:
    case AdminKind::Moment:
    case AdminKind::Reference: return nullptr;
    case AdminKind::Text:
    case AdminKind::LongText:
    case AdminKind::Date:
    case AdminKind::Choice:
    case AdminKind::Picture: break;
  }
  return "";
}

ReadForm read_sent(FieldValues& fields, const AdminResource& resource, const SentForm& sent) {
  ReadForm read;
  for (const auto& field : resource.fields) {
    const auto texts = sent.texts.find(field.name);
    if (texts != sent.texts.end()) read_field(fields, field, texts->second, read);
  }
  read_pictures(sent, read);
  need_pictures(resource, read);
  return read;
}

ReadForm read_new(FieldValues& fields, const AdminResource& resource, const SentForm& sent) {
  ReadForm read;
  for (const auto& field : resource.fields) {
    if (!field.editable) continue;
    const auto texts = sent.texts.find(field.name);
    if (texts != sent.texts.end()) {
      read_field(fields, field, texts->second, read);
    } else if (field.initial.is_null() && field.kind != AdminKind::Picture) {
      read_field(fields, field, {}, read);  // of a field that is needed this is a fault
    } else {
      read.values[field.name] = initial_value(field);
    }
  }
  read_pictures(sent, read);
  need_pictures(resource, read);
  return read;
}

json differing(const FieldValues& fields, const AdminResource& resource, const Record& record, const json& values) {
  auto changed = json::object();
  for (const auto& [name, value] : values.items()) {
    const auto* field = find_field(resource.fields, name);
    if (field && !fields.same(*field, record.value(name, json()), value)) changed[name] = value;
  }
  return changed;
}

Edited RecordEditing::create(const AdminCall& call, const AdminResource& resource, const SentForm& sent) const {
  return refusable(
      0, [&] { return database_.transact([&](Transaction& tx) { return create(tx, call, resource, sent); }); });
}

Edited RecordEditing::change(const AdminCall& call, const AdminResource& resource, std::int64_t id,
                             const SentForm& sent) const {
  return refusable(
      id, [&] { return database_.transact([&](Transaction& tx) { return change(tx, call, resource, id, sent); }); });
}

Edited RecordEditing::create(Transaction& tx, const AdminCall& call, const AdminResource& resource,
                             const SentForm& sent) const {
  FieldValues fields(tx, site_, info_.info()->time_zone);
  auto read = read_new(fields, resource, sent);
  if (!read.faults) read.faults = check(tx, call, resource, nullptr, read.values);
  if (read.faults) return {EditOutcome::Faults, 0, read.faults};
  return {EditOutcome::Saved, saving_.create(tx, call, resource, read.values, sent.pictures)};
}

Edited RecordEditing::change(Transaction& tx, const AdminCall& call, const AdminResource& resource, std::int64_t id,
                             const SentForm& sent) const {
  const auto now = SqlRecords::find(tx, resource, id);
  if (!now) return {EditOutcome::Gone, id};
  if (sent.version && *sent.version != version_of(*now)) return {EditOutcome::Conflict, id};
  FieldValues fields(tx, site_, info_.info()->time_zone);
  auto read = read_sent(fields, resource, sent);
  if (read.faults) return {EditOutcome::Faults, id, read.faults};
  const auto values = differing(fields, resource, *now, read.values);
  if (values.empty()) return {EditOutcome::Unchanged, id};
  if (auto faults = check(tx, call, resource, *now, values)) return {EditOutcome::Faults, id, std::move(faults)};
  auto pictures = sent.pictures;
  std::erase_if(pictures, [&](const auto& picture) { return !values.contains(picture.first); });
  if (!saving_.change(tx, call, resource, *now, values, pictures)) return {EditOutcome::Conflict, id};
  return {EditOutcome::Saved, id};
}

}  // namespace theatre_admin
