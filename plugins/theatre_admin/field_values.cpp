#include "field_values.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>
#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>
#include <callboard/unicode.hpp>

#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Browsers send line ends as CR LF; here they are LF.
std::string with_plain_line_ends(std::string text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      plain += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      plain += '\n';
  }
  return plain;
}

ReadValue fault(Text text) { return {nullptr, std::move(text)}; }

ReadValue text_value(const AdminField& field, const std::string& text) {
  const bool lines = field.kind == AdminKind::LongText;
  const auto value = trimmed(lines ? with_plain_line_ends(text) : text);
  auto line = value;
  if (lines)
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  if (!is_utf8(value) || has_control_characters(line))
    return fault(_("There are characters in it that cannot be shown."));
  if (const auto length = code_points(value).size(); length > field.longest) {
    return fault(_("It has {length} characters; {most} are possible.")
                     .with("length", static_cast<long long>(length))
                     .with("most", static_cast<long long>(field.longest)));
  }
  return {value, {}};
}

ReadValue flag_value(const std::string& text) {
  const auto word = nfkc_casefold(text);
  for (const auto* yes : {"1", "yes", "true", "on", "да"}) {
    if (word == yes) return {true, {}};
  }
  for (const auto* no : {"", "0", "no", "false", "off", "нет"}) {
    if (word == no) return {false, {}};
  }
  return fault(_("Say yes or no."));
}

const AdminChoice* find_choice(const AdminField& field, const std::string& value) {
  const auto found = std::find_if(field.choices.begin(), field.choices.end(),
                                  [&](const auto& choice) { return choice.value == value; });
  return found == field.choices.end() ? nullptr : &*found;
}

bool is_nothing(const json& value) {
  return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty()) ||
         (value.is_array() && value.empty());
}

json part(json text) { return {{"text", std::move(text)}}; }

json choice_part(const AdminField& field, const std::string& value) {
  const auto* choice = find_choice(field, value);
  return part(choice ? json(choice->label) : json(value));
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// It is the title of a list's sortable column, which has an index.
bool title_is_indexed(const AdminResource& resource) {
  return std::any_of(resource.fields.begin(), resource.fields.end(),
                     [&](const auto& field) { return field.sortable && expression(field) == resource.title; });
}

std::string without_guard(const std::string& cell) {
  const bool guarded =
      cell.size() > 1 && cell[0] == '\'' && std::string_view("=+-@\t\r").find(cell[1]) != std::string_view::npos;
  return guarded ? cell.substr(1) : cell;
}

}  // namespace

ReadValue FieldValues::from_form(const AdminField& field, const std::vector<std::string>& texts) {
  auto read_value = read(field, texts);
  if (read_value.holds() && field.required && field.kind != AdminKind::Flag && is_nothing(read_value.value)) {
    return fault(_("This field is needed."));
  }
  return read_value;
}

std::vector<std::string> FieldValues::texts_of_cell(const AdminField& field, const std::string& cell) {
  const auto text = without_guard(cell);
  return is_list(field.kind) ? split(text, ';') : std::vector<std::string>{text};
}

ReadValue FieldValues::read(const AdminField& field, const std::vector<std::string>& texts) {
  const auto& first = texts.empty() ? std::string() : texts.front();
  const auto text = trimmed(first);
  switch (field.kind) {
    case AdminKind::Text:
    case AdminKind::LongText: return text_value(field, first);
    case AdminKind::Number: return number(field, text);
    case AdminKind::Flag: return flag_value(text);
    case AdminKind::Moment: return moment_of(text);
    case AdminKind::Date:
      if (!text.empty() && !is_date(text)) return fault(_("This is no date. Write it like 2026-11-21."));
      return {text, {}};
    case AdminKind::Choice:
      if (!text.empty() && !find_choice(field, text)) return fault(_("This is none of the choices."));
      return {text, {}};
    case AdminKind::Choices: return choices(field, texts);
    case AdminKind::Reference: return text.empty() ? ReadValue{nullptr, {}} : reference(field, text);
    case AdminKind::References: return references(field, texts);
    case AdminKind::Picture: break;
  }
  return {first, {}};
}

ReadValue FieldValues::number(const AdminField& field, const std::string& text) const {
  if (text.empty()) return {nullptr, {}};
  const auto value = integer(text);
  if (!value) return fault(_("This is no whole number."));
  if (*value < field.least) return fault(_("It must be at least {least}.").with("least", field.least));
  if (*value > field.most) return fault(_("It must be at most {most}.").with("most", field.most));
  return {*value, {}};
}

ReadValue FieldValues::moment_of(const std::string& text) const {
  if (text.empty()) return {nullptr, {}};
  auto local = text;
  if (local.size() > 10 && local[10] == ' ') local[10] = 'T';
  if (local.size() == 19 && local.ends_with(":00")) local.resize(16);  // some browsers send the seconds
  if (const auto time = time_from_local(local, zone_)) return {time->time_since_epoch().count(), {}};
  // Where clocks skip an hour its text is right but the time does not come.
  if (time_from_local(local, "UTC")) return fault(_("Clocks skip this time on that day. Choose another one."));
  return fault(_("This is no date and time. Write it like 2026-11-21T18:30."));
}

ReadValue FieldValues::choices(const AdminField& field, const std::vector<std::string>& texts) const {
  std::vector<std::string> wanted;
  for (const auto& text : texts) {
    if (const auto value = trimmed(text); !value.empty()) wanted.push_back(value);
  }
  auto list = json::array();
  for (const auto& choice : field.choices) {
    if (std::erase(wanted, choice.value) > 0) list.push_back(choice.value);
  }
  if (!wanted.empty()) return fault(_("This is none of the choices."));
  return {std::move(list), {}};
}

ReadValue FieldValues::reference(const AdminField& field, const std::string& text) {
  const auto* other = site_.find(field.resource);
  if (!other) return fault(_("What this refers to is not there at present."));
  const auto [entry, fresh] = looked_up_.try_emplace({field.resource, text});
  if (fresh) entry->second = look_up(*other, text);
  return entry->second;
}

ReadValue FieldValues::look_up(const AdminResource& resource, const std::string& text) {
  const auto marked = text.starts_with('#') ? integer(std::string_view(text).substr(1)) : std::nullopt;
  const auto id = marked ? marked : integer(text);
  // A title may look like a number (a key's label), and is what people mean; where it has no index the number is
  // looked for first, which finds nearly everything.
  const bool number_first = id && (marked || !title_is_indexed(resource));
  if (number_first && has_record(resource, *id)) return {*id, {}};
  auto found = titled(resource, text);
  if (found.size() == 1) return {id_of(found.front()), {}};
  if (!found.empty()) return fault(_("Several have the title “{text}”. Give the number.").with("text", text));
  if (id && !number_first && has_record(resource, *id)) return {*id, {}};
  return fault(_("There is no “{text}”.").with("text", text));
}

bool FieldValues::has_record(const AdminResource& resource, std::int64_t id) {
  return !SqlRecords::titles(tx_, resource, {id}).empty();
}

// At most two.
std::vector<Record> FieldValues::titled(const AdminResource& resource, const std::string& title) {
  auto found = SqlRecords::select(
      tx_, resource, {}, " AND (" + resource.title + ") = :looked_for ORDER BY t.id LIMIT 2", {{"looked_for", title}});
  std::erase_if(found, [&](const auto& record) { return title_of(record) != title; });  // by the letter, as here
  return found;
}

std::string FieldValues::number_text(const AdminResource& resource, std::int64_t id) {
  auto number = std::to_string(id);
  if (!title_is_indexed(resource)) return number;
  return titled(resource, number).empty() ? number : "#" + number;
}

ReadValue FieldValues::references(const AdminField& field, const std::vector<std::string>& texts) {
  auto list = json::array();
  for (const auto& text : texts) {
    const auto wanted = trimmed(text);
    if (wanted.empty()) continue;
    auto one = reference(field, wanted);
    if (!one.holds()) return one;
    if (std::find(list.begin(), list.end(), one.value) == list.end()) list.push_back(one.value);
  }
  return {std::move(list), {}};
}

std::vector<std::string> FieldValues::to_form(const AdminField& field, const json& value) {
  const auto named = [&](std::int64_t id) {
    const auto title = this->title(field.resource, id);
    if (const auto back = reference(field, title); back.holds() && back.value == id) return title;
    const auto* other = site_.find(field.resource);
    return other ? number_text(*other, id) : std::to_string(id);
  };
  if (value.is_null()) return {};
  switch (field.kind) {
    case AdminKind::Moment: return {local(value)};
    case AdminKind::Reference: return {named(value.get<std::int64_t>())};
    case AdminKind::Choices: return value.get<std::vector<std::string>>();
    case AdminKind::References: {
      std::vector<std::string> ids;
      const auto* other = site_.find(field.resource);
      for (const auto& each : value) {
        const auto id = each.get<std::int64_t>();
        ids.push_back(other ? number_text(*other, id) : std::to_string(id));
      }
      return ids;
    }
    case AdminKind::Text:
    case AdminKind::LongText:
    case AdminKind::Number:
    case AdminKind::Flag:
    case AdminKind::Date:
    case AdminKind::Choice:
    case AdminKind::Picture: break;
  }
  return {plain_text(value)};
}

json FieldValues::to_words(const AdminField& field, const json& value) {
  auto parts = json::array();
  if (field.kind == AdminKind::Flag)
    return json::array({part(value.is_boolean() && value.get<bool>() ? _("yes") : _("no"))});
  if (is_nothing(value)) return parts;
  const auto add_reference = [&](std::int64_t id) {
    auto made = part(title(field.resource, id));
    if (const auto* other = site_.find(field.resource)) made["url"] = address_of(*other) + "/" + std::to_string(id);
    parts.push_back(std::move(made));
  };
  switch (field.kind) {
    case AdminKind::Moment:
      parts.push_back(part(moment(Time(std::chrono::microseconds(value.get<std::int64_t>())))));
      break;
    case AdminKind::Choice: parts.push_back(choice_part(field, value.get<std::string>())); break;
    case AdminKind::Choices:
      for (const auto& each : value) parts.push_back(choice_part(field, each.get<std::string>()));
      break;
    case AdminKind::Reference: add_reference(value.get<std::int64_t>()); break;
    case AdminKind::References:
      for (const auto& each : value) add_reference(each.get<std::int64_t>());
      break;
    case AdminKind::Picture: parts.push_back(part(_("a picture"))); break;
    case AdminKind::Text:
    case AdminKind::LongText:
    case AdminKind::Number:
    case AdminKind::Flag: parts.push_back(part(plain_text(value))); break;
    case AdminKind::Date: parts.push_back(part(day_moment(plain_text(value), zone_)));
  }
  return parts;
}

json FieldValues::logged_to_words(const AdminField& field, const std::string& logged) {
  if (logged.empty()) return json::array();
  switch (field.kind) {
    case AdminKind::Flag: return to_words(field, logged == "1");
    case AdminKind::Number:
    case AdminKind::Moment:
    case AdminKind::Reference:
      if (const auto value = integer(logged)) return to_words(field, *value);
      return json::array({part(logged)});
    case AdminKind::Choices: {
      auto values = split(logged, ',');
      for (auto& value : values) value = trimmed(value);
      return to_words(field, values);
    }
    case AdminKind::References: {
      auto ids = json::array();
      for (const auto& text : split(logged, ',')) {
        if (const auto id = integer(trimmed(text))) ids.push_back(*id);
      }
      return to_words(field, ids);
    }
    case AdminKind::Text:
    case AdminKind::LongText:
    case AdminKind::Date:
    case AdminKind::Choice:
    case AdminKind::Picture: break;
  }
  return to_words(field, logged);
}

bool FieldValues::same(const AdminField& field, const json& one, const json& other) const {
  if (field.kind == AdminKind::Moment && one.is_number() && other.is_number()) return local(one) == local(other);
  if (field.kind == AdminKind::References && one.is_array() && other.is_array()) {
    return std::is_permutation(one.begin(), one.end(), other.begin(), other.end());
  }
  if (field.kind == AdminKind::Choices && one.is_array() && other.is_array()) {
    return std::is_permutation(one.begin(), one.end(), other.begin(), other.end());
  }
  return one == other;
}

std::string FieldValues::local(const json& value) const {
  return local_text(Time(std::chrono::microseconds(value.get<std::int64_t>())), zone_);
}

std::string FieldValues::title(const std::string& resource, std::int64_t id) {
  const auto known = titles_.find({resource, id});
  if (known == titles_.end()) learn_titles(resource, {id});
  return titles_.at({resource, id});
}

void FieldValues::learn_titles(const std::string& resource, const std::vector<std::int64_t>& ids) {
  const auto* other = site_.find(resource);
  const auto found = other ? SqlRecords::titles(tx_, *other, ids) : std::map<std::int64_t, std::string>{};
  for (const auto id : ids) {
    const auto title = found.find(id);
    titles_[{resource, id}] = title == found.end() ? "#" + std::to_string(id) : title->second;
  }
}

}  // namespace theatre_admin
