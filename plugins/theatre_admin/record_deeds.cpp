#include "record_deeds.hpp"

#include "form_fields.hpp"
#include "record_page.hpp"
#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

Record existing(Transaction& tx, const AdminResource& resource, std::int64_t id) {
  auto record = SqlRecords::find(tx, resource, id);
  if (!record) throw NotFound(resource.record);
  return std::move(*record);
}

bool is_offered(const AdminAction& action, const Record& record) { return !action.offered || action.offered(record); }

}  // namespace

Response RecordDeeds::ask_removal(const AdminCall& call, const AdminResource& resource) const {
  need_writer(resource, call.by, resource.may_remove);
  const auto id = call.request.path<std::int64_t>("id");
  auto data = parts_.database.read([&](Transaction& tx) {
    const auto record = existing(tx, resource, id);
    return json{{"title", title_of(record)},
                {"version", std::to_string(version_of(record))},
                {"children", children_data(parts_, tx, call.by, resource, id)}};
  });
  data["back"] = address_of(resource, id);
  return parts_.render("record_remove", std::move(data), call, resource);
}

Response RecordDeeds::remove(const AdminCall& call, const AdminResource& resource) const {
  need_writer(resource, call.by, resource.may_remove);
  const auto id = call.request.path<std::int64_t>("id");
  const auto sent = read_form(call.request.form(), {});
  try {
    parts_.database.transact([&](Transaction& tx) {
      if (sent.version && version_of(existing(tx, resource, id)) != *sent.version) {
        throw AdminRefusal(_("It was changed meanwhile. Look at it again before you delete it."));
      }
      parts_.removal.remove(tx, call, resource, id, sent.version);
    });
  } catch (const AdminRefusal& refusal) {
    const auto text = refusal.faults() ? refusal.faults().all().begin()->second : refusal.public_text();
    return see_other(address_of(resource, id)).flash(text, Flash::Kind::Danger);
  }
  return see_other(address_of(resource)).flash(_("Deleted."));
}

Response RecordDeeds::ask(const AdminCall& call, const AdminResource& resource, const AdminAction& action) const {
  need_writer(resource, call.by, true);
  return form(call, resource, action, {}, {});
}

Response RecordDeeds::act(const AdminCall& call, const AdminResource& resource, const AdminAction& action) const {
  need_writer(resource, call.by, true);
  const auto id = call.request.path<std::int64_t>("id");
  const auto sent = read_form(call.request.form(), action.fields);
  try {
    parts_.database.transact([&](Transaction& tx) { run(tx, call, resource, action, sent); });
  } catch (const AdminRefusal& refusal) {
    if (refusal.faults()) return form(call, resource, action, sent, refusal.faults());
    return see_other(address_of(resource, id)).flash(refusal.public_text(), Flash::Kind::Danger);
  }
  if (action.after) action.after(call, id);
  // A resource may show some rows of a table only, and this one be none of them any more.
  const bool stays =
      parts_.database.read_single([&](Transaction& tx) { return SqlRecords::find(tx, resource, id).has_value(); });
  return see_other(stays ? address_of(resource, id) : address_of(resource))
      .flash(action.done.empty() ? _("Done.") : action.done);
}

void RecordDeeds::run(Transaction& tx, const AdminCall& call, const AdminResource& resource, const AdminAction& action,
                      const SentForm& sent) const {
  const auto record = existing(tx, resource, call.request.path<std::int64_t>("id"));
  if (!is_offered(action, record)) throw AdminRefusal(_("This cannot be done with it now."));
  auto fields = parts_.values(tx);
  auto values = json::object();
  Faults faults;
  for (const auto& field : action.fields) {
    const auto texts = sent.texts.find(field.name);
    auto read = fields.from_form(field, texts == sent.texts.end() ? std::vector<std::string>{} : texts->second);
    if (read.holds())
      values[field.name] = std::move(read.value);
    else
      faults.add(field.name, std::move(read.fault));
  }
  if (faults) throw AdminRefusal(std::move(faults));
  action.run(tx, call, id_of(record), values);
  parts_.saving.tell(tx, call.by, resource, action.name, record);
}

Response RecordDeeds::form(const AdminCall& call, const AdminResource& resource, const AdminAction& action,
                           const SentForm& typed, const Faults& faults) const {
  const auto id = call.request.path<std::int64_t>("id");
  auto data = parts_.database.read([&](Transaction& tx) {
    const auto record = existing(tx, resource, id);
    auto values = parts_.values(tx);
    auto fields = json::array();
    for (const auto& field : action.fields) {
      FieldState state{values.to_form(field, initial_value(field))};
      if (const auto texts = typed.texts.find(field.name); texts != typed.texts.end()) state.texts = texts->second;
      const auto fault = faults.all().find(field.name);
      if (fault != faults.all().end()) state.fault = fault->second;
      fields.push_back(form_field(field, state, values, parts_.site));
    }
    return json{{"title", title_of(record)}, {"fields", std::move(fields)}};
  });
  data["back"] = address_of(resource, id);
  data["action"] = address_of(resource, id) + "/" + action.name;
  data["label"] = action.label;
  data["button"] = action.danger ? "btn-danger" : "btn-primary";
  if (!action.question.empty()) data["question"] = action.question;
  auto response = parts_.render("record_action", std::move(data), call, resource,
                                faults ? HttpStatus::UnprocessableContent : HttpStatus::Ok);
  if (!faults) return response;
  return std::move(response).flash(_("Nothing was done yet: see below what has to be put right."), Flash::Kind::Danger);
}

}  // namespace theatre_admin
