#include "record_history.hpp"

#include <algorithm>

#include <callboard/moment.hpp>

#include "deed_words.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

json change_data(const AdminResource& resource, FieldValues& values, const AuditChange& change, bool was) {
  const auto* field = find_field(resource.fields, change.field);
  const auto words = [&](const std::string& text) {
    if (field) return values.logged_to_words(*field, field->kind == AdminKind::LongText ? shortened(text) : text);
    return text.empty() ? json::array() : json::array({{{"text", shortened(text)}}});
  };
  return {{"label", field ? field->label : Text::verbatim(change.field)},
          {"before", words(change.before)},
          {"after", words(change.after)},
          {"was", was}};
}

}  // namespace

std::map<UserId, PersonName> authors(const EditingParts& parts, Transaction& tx,
                                     const std::vector<AuditedEntry>& entries) {
  std::vector<UserId> ids;
  for (const auto& entry : entries) {
    if (entry.by == Visitor::Kind::Person) ids.push_back(UserId{entry.by_id});
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return parts.people.names(tx, ids);
}

json author(const AuditedEntry& entry, const std::map<UserId, PersonName>& names) {
  switch (entry.by) {
    case Visitor::Kind::Person: {
      const auto person = names.find(UserId{entry.by_id});
      if (person == names.end()) return "#" + std::to_string(entry.by_id);
      return person->second.full_name.empty() ? person->second.name : person->second.full_name;
    }
    case Visitor::Kind::Device: return _("a device");
    case Visitor::Kind::Console: return _("the command line");
    case Visitor::Kind::Anonymous: break;
  }
  return "";
}

json history_data(const EditingParts& parts, Transaction& tx, const AdminResource& resource, std::int64_t id,
                  int most) {
  const auto entries = parts.audit.history(tx, resource.record, id, most);
  const auto names = authors(parts, tx, entries);
  auto values = parts.values(tx);
  auto data = json::array();
  for (const auto& entry : entries) {
    auto changes = json::array();
    const bool was = entry.entry.action != "created";
    for (const auto& change : entry.entry.changes) changes.push_back(change_data(resource, values, change, was));
    data.push_back({{"at", moment(entry.at)},
                    {"by", author(entry, names)},
                    {"text", deed_in_words(&resource, entry.entry.action)},
                    {"changes", std::move(changes)}});
  }
  return data;
}

}  // namespace theatre_admin
