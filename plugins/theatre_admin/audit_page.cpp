#include "audit_page.hpp"

#include <charconv>
#include <set>

#include <callboard/encoding.hpp>

#include "audit_csv.hpp"
#include "choice_data.hpp"
#include "deed_words.hpp"
#include "record.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kAuditPlace = "/admin/audit";
constexpr std::size_t kLongest = 200;
constexpr int kCsvPage = 500;

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

// Reads the search form, field by field, and remembers what was typed.
class FormReader {
 public:
  FormReader(const Request& request, AuditSearch& into) : request_(request), into_(into) {}

  std::string text(const std::string& name) {
    auto value = request_.query(name).value_or("");
    into_.values[name] = value;
    if (value.size() > kLongest) {
      into_.faults.add(name, _("This is too long."));
      return "";
    }
    if (!value.empty()) into_.in_a_link += "&" + name + "=" + percent_encode(value);
    return value;
  }
  void number_in(const std::string& name, std::optional<std::int64_t>& into) {
    const auto value = text(name);
    if (value.empty()) return;
    into = number(value);
    if (!into) into_.faults.add(name, _("Type a number."));
  }
  void time_in(const std::string& name, const std::string& zone, std::optional<Time>& into) {
    const auto value = text(name);
    if (value.empty()) return;
    into = time_from_local(value, zone);
    if (!into) into_.faults.add(name, _("There is no such time."));
  }

 private:
  const Request& request_;
  AuditSearch& into_;
};

// One that nobody has words for stays chosen.
json action_choices(const AdminSite& site, const std::string& chosen) {
  auto all = json::array({choice("", _("Anything"), chosen)});
  bool known = chosen.empty();
  for (const auto& [action, label] : known_deeds(site)) {
    all.push_back(choice(action, label, chosen));
    known = known || action == chosen;
  }
  if (!known) all.push_back(choice(chosen, Text::verbatim(chosen), chosen));
  return all;
}

json who_choices(const std::string& chosen) {
  return json::array({choice("", _("Anybody"), chosen), choice("person", _("A person"), chosen),
                      choice("console", _("Command line"), chosen), choice("device", _("A device"), chosen),
                      choice("anonymous", _("Nobody signed in"), chosen)});
}

std::optional<Visitor::Kind> kind_of(const std::string& who) {
  if (who == "person") return Visitor::Kind::Person;
  if (who == "console") return Visitor::Kind::Console;
  if (who == "device") return Visitor::Kind::Device;
  if (who == "anonymous") return Visitor::Kind::Anonymous;
  return std::nullopt;
}

}  // namespace

void AuditPage::add_routes(Routes& routes) {
  const auto admin = role("admin");
  routes.get(kAuditPlace, admin, [this](const Request& r, const Visitor& v) { return show(r, v); });
  routes.get("/admin/audit/export", admin, [this](const Request& r, const Visitor& v) { return download(r, v); });
}

AuditSearch AuditPage::search_of(const Request& request) const {
  AuditSearch search;
  FormReader form(request, search);
  const auto zone = site_.info()->time_zone;
  const auto who = form.text("who");
  search.query.by = kind_of(who);
  if (!who.empty() && !search.query.by) search.faults.add("who", _("Choose one of these."));
  search.person = form.text("person");
  if (!search.person.empty()) search.query.by = Visitor::Kind::Person;
  search.query.action = form.text("action");
  search.query.record = form.text("record");
  form.number_in("record_id", search.query.record_id);
  if (search.query.record_id && search.query.record.empty()) {
    search.faults.add("record", _("Say what kind of record has this number."));
  }
  form.time_in("from", zone, search.query.from);
  form.time_in("until", zone, search.query.until);
  search.query.most = kPage;
  return search;
}

std::vector<AuditedEntry> AuditPage::find(Transaction& tx, const AuditSearch& search) const {
  auto query = search.query;
  if (!search.person.empty()) {
    query.by_ids.emplace();
    for (const auto user : people_.named(tx, search.person)) query.by_ids->push_back(static_cast<std::int64_t>(user));
    if (query.by_ids->empty()) return {};
  }
  return audit_.search(tx, query);
}

json AuditPage::record_choices(const std::string& chosen) const {
  std::set<std::string> seen;
  auto all = json::array({choice("", _("Everything"), chosen)});
  const auto add = [&](const std::string& record) {
    if (seen.insert(record).second) all.push_back(choice(record, words_.record(record), chosen));
  };
  for (const auto& resource : admin_site_.resources()) add(resource.record);
  add("database");
  add("audit");
  if (!chosen.empty()) add(chosen);
  return all;
}

Response AuditPage::show(const Request& request, const Visitor& visitor) const {
  auto search = search_of(request);
  // What a page links to, not what somebody types.
  if (const auto before = request.query("before")) {
    search.query.before = number(*before);
    if (!search.query.before) throw BadRequest(_("This page does not exist."), "audit: before");
  }
  json entries = json::array();
  std::string next;
  if (search.faults.empty()) {
    ++search.query.most;  // to see whether more follow
    entries = database_.read([&](Transaction& tx) {
      auto found = find(tx, search);
      next.clear();
      if (found.size() > kPage) {
        found.resize(kPage);
        next = std::to_string(found.back().id);
      }
      return words_.described(found, words_.names(tx, found), visitor);
    });
  }
  const auto text = [&](const char* name) { return search.values[name].get<std::string>(); };
  return frame_.render("theatre_admin/audit",
                       {{"values", search.values},
                        {"faults", search.faults.json()},
                        {"choices",
                         {{"who", who_choices(text("who"))},
                          {"action", action_choices(admin_site_, text("action"))},
                          {"record", record_choices(text("record"))}}},
                        {"zone", site_.info()->time_zone},
                        {"entries", std::move(entries)},
                        {"searched", !search.in_a_link.empty()},
                        {"export_url", "/admin/audit/export?" + search.in_a_link},
                        {"next_url", next.empty() ? "" : "/admin/audit?before=" + next + search.in_a_link}},
                       visitor, kAuditPlace, search.faults.empty() ? HttpStatus::Ok : HttpStatus::UnprocessableContent);
}

Response AuditPage::download(const Request& request, const Visitor& visitor) const {
  auto search = search_of(request);
  if (!search.faults.empty()) throw BadRequest(_("This search does not hold."), "audit: export");
  database_.transact([&](Transaction& tx) { audit_.record(tx, visitor, {"exported", "audit"}); });
  return Response::stream([this, search](const Response::Write& write) { write_csv(search, write); },
                          "text/csv; charset=utf-8")
      .header("Content-Disposition", "attachment; filename=\"audit.csv\"")
      .header("Cache-Control", "no-store");
}

// Page by page, each read by itself: what is long in coming keeps no transaction open.
void AuditPage::write_csv(AuditSearch search, const Response::Write& write) const {
  search.query.most = kCsvPage;
  if (!write(audit_csv_head())) return;
  for (;;) {
    std::vector<AuditedEntry> found;
    AuditWords::Names names;
    database_.read([&](Transaction& tx) {
      found = find(tx, search);
      names = words_.names(tx, found);
    });
    std::string rows;
    for (const auto& audited : found) rows += audit_csv_rows(audited, words_.who(audited, names));
    if (!write(rows) || found.size() < static_cast<std::size_t>(kCsvPage)) return;
    search.query.before = found.back().id;
  }
}

}  // namespace theatre_admin
