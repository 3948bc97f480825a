#include "record_form_pages.hpp"

#include "conflict_data.hpp"
#include "record_form_data.hpp"
#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;
using EditOutcome = Edited::Outcome;

namespace {

// A new form may be opened with something in it: /admin/plays/new?hall=7.
SentForm prefilled(const Request& request, const AdminResource& resource) {
  SentForm start;
  for (const auto& field : resource.fields) {
    if (field.editable && field.kind != AdminKind::Picture && request.query(field.name)) {
      start.texts[field.name] = request.query().all(field.name);
    }
  }
  return start;
}

}  // namespace

Response RecordFormPages::ask_new(const AdminCall& call, const AdminResource& resource) const {
  need_writer(resource, call.by, resource.may_create);
  const auto start = prefilled(call.request, resource);
  auto data = parts_.database.read([&](Transaction& tx) { return new_form(parts_, tx, resource, start); });
  return parts_.render("record_form", std::move(data), call, resource);
}

Response RecordFormPages::ask_edit(const AdminCall& call, const AdminResource& resource) const {
  need_writer(resource, call.by, resource.may_change);
  const auto id = call.request.path<std::int64_t>("id");
  auto data = parts_.database.read([&](Transaction& tx) {
    const auto record = SqlRecords::find(tx, resource, id);
    if (!record) throw NotFound(resource.record);
    return edit_form(parts_, tx, resource, *record);
  });
  return parts_.render("record_form", std::move(data), call, resource);
}

Response RecordFormPages::create(const AdminCall& call, const AdminResource& resource) const {
  need_writer(resource, call.by, resource.may_create);
  const auto form = sent(call, resource);
  const auto edited = parts_.editing.create(call, resource, form);
  if (edited.outcome == EditOutcome::Saved) return saved(resource, edited, form, _("Added."));
  auto data = parts_.database.read([&](Transaction& tx) { return new_form(parts_, tx, resource, form, edited); });
  return parts_.render("record_form", std::move(data), call, resource, HttpStatus::UnprocessableContent)
      .flash(_("Nothing was saved yet: see below what has to be put right."), Flash::Kind::Danger);
}

Response RecordFormPages::change(const AdminCall& call, const AdminResource& resource) const {
  need_writer(resource, call.by, resource.may_change);
  const auto id = call.request.path<std::int64_t>("id");
  const auto form = sent(call, resource);
  const auto edited = parts_.editing.change(call, resource, id, form);
  switch (edited.outcome) {
    case EditOutcome::Saved: return saved(resource, edited, form, _("Saved."));
    case EditOutcome::Unchanged: return saved(resource, edited, form, _("Nothing was changed."));
    case EditOutcome::Faults:
    case EditOutcome::Conflict:
    case EditOutcome::Gone: break;
  }
  return again(call, resource, id, form, edited);
}

SentForm RecordFormPages::sent(const AdminCall& call, const AdminResource& resource) const {
  auto form = read_form(call.request.form(), resource.fields);
  parts_.uploads.take(call.request.form(), resource.fields, form);
  return form;
}

Response RecordFormPages::saved(const AdminResource& resource, const Edited& edited, const SentForm& sent,
                                Text done) const {
  auto next = address_of(resource, edited.id);
  if (sent.then == "edit") next += "/edit";
  if (sent.then == "another") next = address_of(resource) + "/new";
  const auto kind = edited.outcome == EditOutcome::Saved ? Flash::Kind::Success : Flash::Kind::Info;
  return see_other(std::move(next)).flash(std::move(done), kind);
}

Response RecordFormPages::again(const AdminCall& call, const AdminResource& resource, std::int64_t id,
                                const SentForm& sent, const Edited& edited) const {
  const bool conflict = edited.outcome == EditOutcome::Conflict;
  auto data = parts_.database.read([&](Transaction& tx) {
    const auto record = SqlRecords::find(tx, resource, id);
    if (!record) return json();
    return conflict ? conflict_data(parts_, tx, call, resource, *record, sent)
                    : edit_form(parts_, tx, resource, *record, sent, edited);
  });
  if (data.is_null()) return gone(call, resource, sent);
  if (conflict) return parts_.render("record_conflict", std::move(data), call, resource, HttpStatus::Conflict);
  return parts_.render("record_form", std::move(data), call, resource, HttpStatus::UnprocessableContent)
      .flash(_("Nothing was saved yet: see below what has to be put right."), Flash::Kind::Danger);
}

Response RecordFormPages::gone(const AdminCall& call, const AdminResource& resource, const SentForm& sent) const {
  if (!sent.ours && sent.texts.empty()) throw NotFound(resource.record);
  auto data = parts_.database.read([&](Transaction& tx) { return new_form(parts_, tx, resource, sent); });
  data["gone"] = true;
  data["may_add"] = resource.may_create;
  return parts_.render("record_form", std::move(data), call, resource, HttpStatus::Conflict);
}

}  // namespace theatre_admin
