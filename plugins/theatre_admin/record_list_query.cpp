#include "record_list_query.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <callboard/crypto.hpp>
#include <callboard/encoding.hpp>
#include <callboard/local_time.hpp>

namespace theatre_admin {

using namespace callboard;
using Relation = ListFilter::Relation;

namespace {

constexpr std::size_t kLongestSearch = 400;   // bytes
constexpr std::size_t kLongestCursor = 4000;  // of its text
constexpr std::array<std::string_view, 6> kReserved{"q", "sort", "columns", "after", "before", "ids"};

bool is_reserved(std::string_view name) {
  return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
}

std::vector<std::string> parts(const std::vector<std::string>& texts) {
  std::vector<std::string> all;
  for (const auto& text : texts) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find(',', begin), text.size());
      if (end > begin) all.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return all;
}

[[noreturn]] void no_value(const ListFilter& filter) {
  throw BadRequest(
      _("“{value}” cannot be looked for in “{name}”.").with("value", filter.text).with("name", filter.parameter));
}

bool has_range(AdminKind kind) {
  return kind == AdminKind::Number || kind == AdminKind::Moment || kind == AdminKind::Date;
}

bool has_values(AdminKind kind) {
  return kind == AdminKind::Choice || kind == AdminKind::Choices || kind == AdminKind::Flag ||
         kind == AdminKind::Reference || kind == AdminKind::References;
}

// The field of "starts_at.from", and what it asks for; nothing where there is no such filter.
std::optional<ListFilter> filter_named(const AdminResource& resource, const std::string& parameter) {
  const auto dot = parameter.find('.');
  const auto* field = find_field(resource.fields, parameter.substr(0, dot));
  if (!field || !field->filterable) return std::nullopt;
  ListFilter filter{field, parameter, {}, Relation::Is, {}};
  if (dot == std::string::npos) return has_values(field->kind) ? std::optional(filter) : std::nullopt;
  const auto edge = parameter.substr(dot + 1);
  if (!has_range(field->kind) || (edge != "from" && edge != "to")) return std::nullopt;
  filter.relation = edge == "from" ? Relation::From : Relation::Until;
  return filter;
}

// A day begins at midnight, or, where clocks skip that, when they go on.
std::optional<Time> begin_of(const std::string& day, const std::string& zone) {
  if (const auto midnight = time_from_local(day + "T00:00", zone)) return midnight;
  return time_from_local(day + "T01:00", zone);
}

std::string day_after(const std::string& day) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return static_cast<int>(*integer(day.substr(at, size)));
  };
  const std::chrono::year_month_day date{std::chrono::year(number(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  const std::chrono::year_month_day next{std::chrono::sys_days(date) + std::chrono::days(1)};
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(next.year()),
                static_cast<unsigned>(next.month()), static_cast<unsigned>(next.day()));
  return text.data();
}

// A day or a time on the wall of the site's zone; the end of a range is in it, down to its last minute.
void set_moment(ListFilter& filter, const std::string& zone) {
  const bool until = filter.relation == Relation::Until;
  std::optional<Time> time;
  if (is_date(filter.text)) {
    time = begin_of(until ? day_after(filter.text) : filter.text, zone);
  } else {
    time = time_from_local(filter.text, zone);
    if (time && until) *time += std::chrono::minutes(1);
  }
  if (!time) no_value(filter);
  if (until) filter.relation = Relation::Before;
  filter.value = static_cast<long long>(time->time_since_epoch().count());
}

void set_value(ListFilter& filter, const std::string& zone) {
  const auto& choices = filter.field->choices;
  const auto number = integer(filter.text);
  switch (filter.field->kind) {
    case AdminKind::Number:
      if (!number) no_value(filter);
      filter.value = static_cast<long long>(*number);
      return;
    case AdminKind::Reference:
    case AdminKind::References:
      if (!number || *number < 1) no_value(filter);
      filter.value = static_cast<long long>(*number);
      return;
    case AdminKind::Flag:
      if (filter.text != "yes" && filter.text != "no") no_value(filter);
      filter.value = filter.text == "yes" ? 1LL : 0LL;
      return;
    case AdminKind::Moment: set_moment(filter, zone); return;
    case AdminKind::Date:
      if (!is_date(filter.text)) no_value(filter);
      filter.value = filter.text;
      return;
    default: break;
  }
  if (std::none_of(choices.begin(), choices.end(), [&](const auto& choice) { return choice.value == filter.text; })) {
    no_value(filter);
  }
  filter.value = filter.text;
}

ListOrder parse_order(const AdminResource& resource, const std::string& text) {
  const bool descending = text.starts_with('-');
  const auto name = text.substr(descending ? 1 : 0);
  if (name == "id") return {nullptr, descending};
  const auto* field = find_field(resource.fields, name);
  if (!field || !field->sortable) throw BadRequest(_("The list cannot be sorted by “{name}”.").with("name", name));
  return {field, descending};
}

// What many records have in their words stands anywhere in the order of their titles, but soon among the newest.
void set_order(ListQuery& parsed, const AdminResource& resource, const std::string& chosen) {
  const auto usual = resource.sort.empty() ? ListOrder{} : parse_order(resource, resource.sort);
  parsed.chosen_order = !chosen.empty();
  if (parsed.chosen_order) {
    parsed.order = parse_order(resource, chosen);
  } else if (parsed.search.empty()) {
    parsed.order = usual;
  }
  parsed.usual_order = parsed.order.field && parsed.order.field == usual.field;
}

std::vector<const AdminField*> parse_columns(const AdminResource& resource, const std::vector<std::string>& names) {
  std::vector<const AdminField*> columns;
  for (const auto& name : names) {
    const auto* field = find_field(resource.fields, name);
    if (!field) throw BadRequest(_("The list has no column “{name}”.").with("name", name));
    if (std::find(columns.begin(), columns.end(), field) == columns.end()) columns.push_back(field);
  }
  return columns;
}

std::vector<const AdminField*> first_columns(const AdminResource& resource) {
  std::vector<const AdminField*> columns;
  for (const auto& field : resource.fields) {
    if (field.listed) columns.push_back(&field);
  }
  return columns;
}

std::vector<ListFilter> parse_filters(const AdminResource& resource, const Form& query, const std::string& zone) {
  std::vector<ListFilter> filters;
  for (const auto& [name, text] : query.fields()) {
    if (is_reserved(name)) continue;
    auto filter = filter_named(resource, name);
    if (!filter) throw BadRequest(_("This list has no filter “{name}”.").with("name", name));
    filter->text = query.value(name);  // throws where it came twice
    if (filter->text.empty()) continue;
    set_value(*filter, zone);
    filters.push_back(std::move(*filter));
  }
  return filters;
}

void parse_place(ListQuery& parsed, const Form& query) {
  const auto after = query.value("after"), before = query.value("before");
  if (after.empty() && before.empty()) return;
  if (!after.empty() && !before.empty()) throw BadRequest(_("A page is either after a place or before one."));
  parsed.backwards = after.empty();
  parsed.cursor = ListCursor::parse(parsed.backwards ? before : after, parsed.order);
}

bool is_value_of(const nlohmann::json& value, const AdminField& field) {
  switch (field.kind) {
    case AdminKind::Number:
    case AdminKind::Moment:
    case AdminKind::Reference: return value.is_number_integer();
    case AdminKind::Flag: return value.is_boolean();
    default: break;
  }
  return value.is_string() && value.get_ref<const std::string&>().find('\0') == std::string::npos;
}

}  // namespace

std::string ListOrder::text() const { return (descending ? "-" : "") + (field ? field->name : std::string("id")); }

ListCursor ListCursor::at(const Record& record, const ListOrder& order) {
  return {order.field ? record[order.field->name] : nlohmann::json(), id_of(record)};
}

std::string ListCursor::text(const ListOrder& order) const {
  return to_base64url(nlohmann::json::array({order.text(), value, id}).dump());
}

ListCursor ListCursor::parse(const std::string& text, const ListOrder& order) {
  const auto decoded = text.size() > kLongestCursor ? std::nullopt : from_base64url(text);
  const auto parsed = decoded ? nlohmann::json::parse(*decoded, nullptr, false) : nlohmann::json();
  const bool whole = parsed.is_array() && parsed.size() == 3 && parsed[0] == order.text() &&
                     (order.field ? is_value_of(parsed[1], *order.field) : parsed[1].is_null()) &&
                     parsed[2].is_number_integer();
  if (!whole) throw BadRequest(_("The address of this page is broken. Please open the list anew."));
  return {parsed[1], parsed[2].get<std::int64_t>()};
}

ListQuery parse_list_query(const AdminResource& resource, const Form& query, const std::string& zone) {
  ListQuery parsed;
  parsed.search = query.value("q");
  if (parsed.search.size() > kLongestSearch) throw BadRequest(_("That is too long to look for."));
  parsed.filters = parse_filters(resource, query, zone);
  parsed.ids = parse_ids(query.all("ids"), kMostIds);
  set_order(parsed, resource, query.value("sort"));
  const auto columns = parts(query.all("columns"));
  parsed.chosen_columns = !columns.empty();
  parsed.columns = parsed.chosen_columns ? parse_columns(resource, columns) : first_columns(resource);
  parse_place(parsed, query);
  return parsed;
}

Parameters parameters_of(const ListQuery& query) {
  Parameters parameters;
  if (!query.search.empty()) parameters.emplace_back("q", query.search);
  for (const auto& filter : query.filters) parameters.emplace_back(filter.parameter, filter.text);
  if (query.chosen_order) parameters.emplace_back("sort", query.order.text());
  if (query.chosen_columns) {
    std::string names;
    for (const auto* field : query.columns) names += (names.empty() ? "" : ",") + field->name;
    parameters.emplace_back("columns", names);
  }
  return parameters;
}

std::string with_parameters(const std::string& path, const Parameters& parameters) {
  std::string address = path;
  for (const auto& [name, value] : parameters) {
    address += (address.size() == path.size() ? "?" : "&") + percent_encode(name) + "=" + percent_encode(value, ",:");
  }
  return address;
}

std::vector<std::int64_t> parse_ids(const std::vector<std::string>& texts, std::size_t most) {
  std::vector<std::int64_t> ids;
  for (const auto& text : parts(texts)) {
    const auto id = integer(text);
    if (!id || *id < 1) throw BadRequest(_("“{value}” is no record's number.").with("value", text));
    ids.push_back(*id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.size() > most) {
    throw BadRequest(
        _("These are too many records for one go; at most {most}.").with("most", static_cast<long long>(most)));
  }
  return ids;
}

void check_names(const AdminResource& resource) {
  for (const auto& field : resource.fields) {
    if (is_reserved(field.name) || field.name.find_first_of(".,") != std::string::npos) {
      throw std::logic_error("the admin resource \"" + resource.name + "\": no field may be called \"" + field.name +
                             "\"");
    }
  }
}

}  // namespace theatre_admin
