#include "record_selection_page.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>
#include <callboard/unicode.hpp>

#include "bulk_action.hpp"
#include "choice_data.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

struct RecordSelectionPage::Selection {
  const AdminAction* action = nullptr;  // none: deleting
  std::vector<std::int64_t> ids;
  std::string back;  // the list as it was
  std::string url;   // of this page
};

namespace {

constexpr std::size_t kTitles = 10;  // that are named when it is asked

bool is_export(const std::string& action) { return action == "export.csv" || action == "export.xlsx"; }

// What was ticked, or the whole list, as a file: a read, so it has an address.
Response exported(const AdminResource& resource, const Form& form, const ListQuery& query, const std::string& action) {
  auto parameters = parameters_of(query);
  if (!form.has("all")) {
    std::string ids;
    for (const auto id : parse_ids(form.all("ids"), kMostIds)) ids += (ids.empty() ? "" : ",") + std::to_string(id);
    if (ids.empty())
      return see_other(with_parameters(address_of(resource), parameters))
          .flash(_("Choose records first."), Flash::Kind::Warning);
    parameters.emplace_back("ids", ids);
  }
  return see_other(with_parameters(address_of(resource) + "/" + action, parameters));
}

// Null for deleting. Throws BadRequest for an action that is not there, or not for several records.
const AdminAction* action_named(const AdminResource& resource, const std::string& name) {
  if (name == "delete" && resource.may_remove) return nullptr;
  const auto found = std::find_if(resource.actions.begin(), resource.actions.end(),
                                  [&](const auto& action) { return action.for_many && action.name == name; });
  if (found == resource.actions.end()) {
    throw BadRequest(_("There is no action “{name}” for several records.").with("name", name));
  }
  return &*found;
}

json field_data(const AdminField& field, const json& values, const json& faults) {
  const auto value = values.is_object()          ? values.value(field.name, "")
                     : field.initial.is_string() ? field.initial.get<std::string>()
                                                 : "";
  json data{{"name", field.name}, {"label", field.label}, {"value", value}, {"required", field.required}};
  if (!field.hint.empty()) data["hint"] = field.hint;
  if (field.kind == AdminKind::Choice) data["choices"] = choices(field, value);
  data["long"] = field.kind == AdminKind::LongText;
  data["line"] = field.kind != AdminKind::Choice && field.kind != AdminKind::LongText;
  if (faults.is_object() && faults.contains(field.name)) data["fault"] = faults[field.name];
  return data;
}

void check(const AdminField& field, const std::string& value, Faults& faults) {
  if (value.empty()) {
    if (field.required) faults.add(field.name, _("This field is needed."));
    return;
  }
  if (field.kind == AdminKind::Choice) {
    if (std::none_of(field.choices.begin(), field.choices.end(), [&](const auto& one) { return one.value == value; })) {
      faults.add(field.name, _("Choose one of these."));
    }
  } else if (code_points(value).size() > field.longest) {
    faults.add(field.name, plural("At most {count} character.", "At most {count} characters.",
                                  static_cast<long long>(field.longest)));
  } else if (field.kind == AdminKind::Text && has_control_characters(value)) {
    faults.add(field.name, _("This has characters that cannot be shown."));
  }
}

json values_of(const AdminAction* action, const Form& form, Faults& faults) {
  auto values = json::object();
  if (!action) return values;
  for (const auto& field : action->fields) {
    values[field.name] = form.value(field.name);
    check(field, values[field.name].get_ref<const std::string&>(), faults);
  }
  return values;
}

Text done(const AdminAction* action, long long count) {
  if (!action) return plural("{count} record was deleted.", "{count} records were deleted.", count);
  if (count == 1 && !action->done.empty()) return action->done;
  return plural("Done with {count} record.", "Done with {count} records.", count);
}

}  // namespace

// Those that were ticked, or all that the list finds. Throws BadRequest where those are too many.
std::vector<std::int64_t> RecordSelectionPage::chosen(const AdminResource& resource, const Form& form,
                                                      const ListQuery& query) const {
  if (!form.has("all")) return parse_ids(form.all("ids"), kMostIds);
  auto ids = parts_.database.read(
      [&](Transaction& tx) { return parts_.lists.ids(tx, resource, query, static_cast<int>(kMostIds) + 1); });
  if (ids.size() > kMostIds) {
    throw BadRequest(_("The list finds more than 1,000 records, too many for one go. Filter it further."));
  }
  return ids;
}

Response RecordSelectionPage::post(const AdminResource& resource, const Request& request,
                                   const Visitor& visitor) const {
  require_reading(resource, visitor);
  const auto query = parse_list_query(resource, request.query(), parts_.zone());
  const auto& form = request.form();
  const auto name = form.value("action");
  if (is_export(name)) return exported(resource, form, query, name);
  if (!may_write(resource, visitor)) throw Forbidden("a resource that this administrator may not write");
  const auto parameters = parameters_of(query);
  Selection selection{action_named(resource, name), chosen(resource, form, query),
                      with_parameters(address_of(resource), parameters),
                      with_parameters(address_of(resource) + "/selection", parameters)};
  if (selection.ids.empty()) {
    return see_other(selection.back).flash(_("Choose records first."), Flash::Kind::Warning);
  }
  if (!form.has("confirm")) return ask(resource, selection, visitor, json::object(), HttpStatus::Ok);
  return perform(resource, selection, request, visitor);
}

Response RecordSelectionPage::ask(const AdminResource& resource, const Selection& selection, const Visitor& visitor,
                                  json more, HttpStatus status) const {
  const auto* action = selection.action;
  const std::vector<std::int64_t> first(
      selection.ids.begin(),
      selection.ids.begin() + static_cast<std::ptrdiff_t>(std::min(kTitles, selection.ids.size())));
  auto titles = json::array();
  for (const auto& [id, title] :
       parts_.database.read_single([&](Transaction& tx) { return SqlRecords::titles(tx, resource, first); })) {
    titles.push_back({{"title", title}, {"url", address_of(resource) + "/" + std::to_string(id)}});
  }
  auto fields = json::array();
  if (action) {
    for (const auto& field : action->fields) fields.push_back(field_data(field, more["values"], more["faults"]));
  }
  const auto count = static_cast<long long>(selection.ids.size());
  const auto rest = count - static_cast<long long>(first.size());
  json data{{"label", action ? action->label : _("Delete")},
            {"list_label", resource.label},
            {"question", action ? action->question : _("What is deleted is gone for good.")},
            {"action", action ? action->name : "delete"},
            {"danger", !action || action->danger},
            {"count", plural("{count} record", "{count} records", count)},
            {"ids", plain_text(json(selection.ids))},
            {"titles", std::move(titles)},
            {"fields", std::move(fields)},
            {"back", selection.back},
            {"url", selection.url}};
  if (rest > 0) data["rest"] = plural("and {count} more", "and {count} more", rest);
  if (more.contains("refused")) data["refused"] = more["refused"];
  return parts_.frame.render("theatre_admin/record_selection", std::move(data), visitor, address_of(resource), status);
}

Response RecordSelectionPage::perform(const AdminResource& resource, const Selection& selection, const Request& request,
                                      const Visitor& visitor) const {
  Faults faults;
  const auto values = values_of(selection.action, request.form(), faults);
  const auto again = [&](const json& found) {
    return ask(resource, selection, visitor, {{"values", values}, {"faults", found}}, HttpStatus::UnprocessableContent);
  };
  if (faults) return again(faults.json());
  try {
    BulkAction(parts_.database, parts_.audit, parts_.removal, resource, selection.action)
        .run({visitor, request}, selection.ids, values);
  } catch (const BulkRefusal& refusal) {
    return ask(resource, selection, visitor,
               {{"values", values}, {"refused", {{"record", refusal.record()}, {"why", refusal.public_text()}}}},
               HttpStatus::Conflict);
  } catch (const AdminRefusal& refusal) {
    return again(refusal.faults().json());
  }
  return see_other(selection.back).flash(done(selection.action, static_cast<long long>(selection.ids.size())));
}

}  // namespace theatre_admin
