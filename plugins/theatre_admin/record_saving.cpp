#include "record_saving.hpp"

#include "sql_record_writes.hpp"
#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

Text text_of(ConstraintViolation::Kind kind) {
  switch (kind) {
    case ConstraintViolation::Kind::Unique: return _("There is one like this already.");
    case ConstraintViolation::Kind::ForeignKey: return _("Something that it refers to is not there any more.");
    case ConstraintViolation::Kind::NotNull:
    case ConstraintViolation::Kind::Check: break;
  }
  return _("These values do not go together.");
}

// What the schema refuses is told like what a rule refuses.
template <typename Work>
auto told(const Work& work) try {
  return work();
} catch (const ConstraintViolation& violation) {
  throw AdminRefusal(text_of(violation.kind()));
}

std::int64_t insert(Transaction& tx, const AdminCall& call, const AdminResource& resource, const json& values) {
  return told([&] {
    return resource.writes.create ? resource.writes.create(tx, call, values)
                                  : SqlRecordWrites::insert(tx, resource, values);
  });
}

void update(Transaction& tx, const AdminCall& call, const AdminResource& resource, std::int64_t id,
            const json& values) {
  told([&] {
    if (resource.writes.change)
      resource.writes.change(tx, call, id, values);
    else
      SqlRecordWrites::update(tx, resource, id, values);
  });
}

}  // namespace

std::int64_t RecordSaving::create(Transaction& tx, const AdminCall& call, const AdminResource& resource,
                                  const json& values, const NewPictures& pictures) const {
  const auto id = insert(tx, call, resource, values);
  use(tx, resource, id, pictures);
  // A resource shows some rows of a table only, and this may be none of them.
  const auto made = SqlRecords::find(tx, resource, id);
  if (!made) return id;
  index(tx, resource, *made);
  if (!resource.audited) audit(tx, call.by, resource, "created", json{{"id", id}}, *made);
  return id;
}

bool RecordSaving::change(Transaction& tx, const AdminCall& call, const AdminResource& resource, const Record& now,
                          const json& values, const NewPictures& pictures) const {
  const auto id = id_of(now);
  if (!SqlRecordWrites::take_version(tx, resource, id, version_of(now))) return false;
  update(tx, call, resource, id, values);
  use(tx, resource, id, pictures);
  tell(tx, call.by, resource, "changed", now);
  return true;
}

void RecordSaving::tell(Transaction& tx, const Visitor& by, const AdminResource& resource, const std::string& action,
                        const Record& before) const {
  const auto after = SqlRecords::find(tx, resource, id_of(before));
  if (after) index(tx, resource, *after);
  if (!resource.audited) audit(tx, by, resource, action, before, after.value_or(json{{"id", id_of(before)}}));
}

void RecordSaving::audit(Transaction& tx, const Visitor& by, const AdminResource& resource, const std::string& action,
                         const Record& before, const Record& after) const {
  AuditEntry entry{action, resource.record, id_of(after)};
  if (resource.person) entry.person = resource.person(after.size() > 1 ? after : before);
  for (const auto& field : resource.fields) {
    auto was = plain_text(before.value(field.name, json())), is = plain_text(after.value(field.name, json()));
    if (was != is) entry.changes.push_back({field.name, std::move(was), std::move(is)});
  }
  audit_.record(tx, by, entry);
}

void RecordSaving::index(Transaction& tx, const AdminResource& resource, const Record& record) const {
  if (resource.search.empty()) return;
  std::vector<std::string> texts;
  for (const auto& name : resource.search) texts.push_back(plain_text(record.value(name, json())));
  search_.put(tx, resource.record, id_of(record), texts);
}

void RecordSaving::use(Transaction& tx, const AdminResource& resource, std::int64_t id,
                       const NewPictures& pictures) const {
  for (const auto& [field, stored] : pictures) {
    const auto kind = resource.record + "." + field;
    if (stored.name.empty())
      media_.release(tx, kind, id);
    else
      media_.use(tx, stored, {kind, id, ""});
  }
}

Faults check(Transaction& tx, const AdminCall& call, const AdminResource& resource, const Record& record,
             const json& values) {
  return resource.writes.check ? resource.writes.check(tx, call, record, values) : Faults();
}

}  // namespace theatre_admin
