#include "audit/sql_audit_log.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "callboard/sql.hpp"

namespace callboard::host {
namespace {

// As the column actor_kind has them, in the order of Visitor::Kind.
constexpr std::array<std::string_view, 4> kKinds{"anonymous", "person", "device", "console"};

std::string name_of(Visitor::Kind kind) { return std::string(kKinds.at(static_cast<std::size_t>(kind))); }

Visitor::Kind kind_of(std::string_view name) {
  const auto found = std::find(kKinds.begin(), kKinds.end(), name);
  return found == kKinds.end() ? Visitor::Kind::Anonymous : static_cast<Visitor::Kind>(found - kKinds.begin());
}

long long id_of(const Visitor& by) {
  switch (by.kind) {
    case Visitor::Kind::Person: return to_sql(by.user);
    case Visitor::Kind::Device: return to_sql(by.device);
    default: return 0;
  }
}

long long add_entry(Transaction& tx, const Visitor& by, const AuditEntry& entry, Time now) {
  const auto at = to_sql(now);
  const auto kind = name_of(by.kind);
  const auto actor = id_of(by);
  const long long record_id = entry.record_id;
  tx.sql() << R"sql(
      INSERT INTO host_audit (at, actor_kind, actor_id, action, record, record_id)
      VALUES (:at, :kind, :actor, :action, :record, :record_id))sql",
      soci::use(at, "at"), soci::use(kind, "kind"), soci::use(actor, "actor"), soci::use(entry.action, "action"),
      soci::use(entry.record, "record"), soci::use(record_id, "record_id");
  return last_insert_id(tx);
}

void add_values(Transaction& tx, long long audit_id, const AuditEntry& entry) {
  if (entry.changes.empty()) return;
  AuditChange change;
  int position = 0;
  const auto person = to_sql(entry.person.value_or(UserId{}));
  auto known = entry.person ? soci::i_ok : soci::i_null;
  soci::statement insert =
      (tx.sql().prepare << R"sql(
      INSERT INTO host_audit_values (audit_id, position, field, old_value, new_value, person)
      VALUES (:audit_id, :position, :field, :old_value, :new_value, :person))sql",
       soci::use(audit_id, "audit_id"), soci::use(position, "position"), soci::use(change.field, "field"),
       soci::use(change.before, "old_value"), soci::use(change.after, "new_value"), soci::use(person, known, "person"));
  for (const auto& next : entry.changes) {
    change = next;
    insert.execute(true);
    ++position;
  }
}

// The newest first.
std::vector<AuditedEntry> entries(Transaction& tx, const std::string& record, long long record_id, long long most) {
  std::vector<AuditedEntry> found;
  long long id = 0, at = 0, actor = 0;
  std::string kind, action;
  soci::statement select = (tx.sql().prepare << SqlAuditLog::entries_statement(), soci::use(record, "record"),
                            soci::use(record_id, "record_id"), soci::use(most, "most"), soci::into(id), soci::into(at),
                            soci::into(kind), soci::into(actor), soci::into(action));
  select.execute();
  while (select.fetch()) {
    found.push_back({id, time_from_sql(at), kind_of(kind), actor, {action, record, record_id, {}, {}}});
  }
  return found;
}

struct Value {
  long long audit_id = 0;
  int position = 0;
  AuditChange change;
  std::optional<UserId> person;
};

// All values of these entries in their order. MariaDB would sort such a join in a temporary table.
std::vector<Value> values_of(Transaction& tx, const std::vector<AuditedEntry>& entries) {
  const auto& record = entries.front().entry.record;
  const long long record_id = entries.front().entry.record_id;
  const long long first = entries.back().id;
  const long long last = entries.front().id;
  std::vector<Value> values;
  Value value;
  long long person = 0;
  auto personal = soci::i_null;
  soci::statement select =
      (tx.sql().prepare << SqlAuditLog::values_statement(), soci::use(record, "record"),
       soci::use(record_id, "record_id"), soci::use(first, "first"), soci::use(last, "last"),
       soci::into(value.audit_id), soci::into(value.position), soci::into(value.change.field),
       soci::into(value.change.before), soci::into(value.change.after), soci::into(person, personal));
  select.execute();
  while (select.fetch()) {
    value.person = personal == soci::i_ok ? std::optional(UserId{person}) : std::nullopt;
    values.push_back(value);
  }
  const auto place = [](const Value& v) { return std::pair(v.audit_id, v.position); };
  std::sort(values.begin(), values.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return values;
}

// What a search looks for, as it is bound. `last` and `below` are where the page begins: at that time, below that id.
struct Wanted {
  std::string kind, action, record;
  long long actor = 0, record_id = 0;
  long long from = std::numeric_limits<long long>::min();
  long long last = std::numeric_limits<long long>::max();
  long long below = std::numeric_limits<long long>::max();
  long long most = 0;
};

// Nothing where no entry can follow.
std::optional<Wanted> wanted(Transaction& tx, const AuditQuery& query) {
  Wanted w;
  w.kind = query.by ? name_of(*query.by) : "";
  w.action = query.action;
  w.record = query.record;
  w.record_id = query.record_id.value_or(0);
  w.most = std::clamp(query.most, 0, SqlAuditLog::kMostEntries);
  if (query.from) w.from = to_sql(*query.from);
  if (query.until) w.last = to_sql(*query.until) - 1;
  if (!query.before) return w;
  long long at = 0;
  const long long before = *query.before;
  tx.sql() << "SELECT at FROM host_audit WHERE id = :id", soci::use(before, "id"), soci::into(at);
  if (!tx.sql().got_data()) return std::nullopt;
  if (at <= w.last) {
    w.last = at;
    w.below = before;
  }
  return w;
}

// The newest first.
std::vector<AuditedEntry> page(Transaction& tx, const AuditQuery& query, const Wanted& w) {
  std::vector<AuditedEntry> found;
  long long id = 0, at = 0, actor = 0, record_id = 0;
  std::string kind, action, record;
  soci::statement select(tx.sql());
  const auto put_in = [&](bool given, const auto& value, const char* name) {
    if (given) select.exchange(soci::use(value, name));
  };
  put_in(query.by.has_value(), w.kind, "kind");
  put_in(query.by && query.by_ids, w.actor, "actor");
  put_in(!query.action.empty(), w.action, "action");
  put_in(!query.record.empty(), w.record, "record");
  put_in(!query.record.empty() && query.record_id, w.record_id, "record_id");
  select.exchange(soci::use(w.from, "from"));
  select.exchange(soci::use(w.last, "last"));
  select.exchange(soci::use(w.last, "edge"));
  select.exchange(soci::use(w.below, "below"));
  select.exchange(soci::use(w.most, "most"));
  select.exchange(soci::into(id));
  select.exchange(soci::into(at));
  select.exchange(soci::into(kind));
  select.exchange(soci::into(actor));
  select.exchange(soci::into(action));
  select.exchange(soci::into(record));
  select.exchange(soci::into(record_id));
  select.alloc();
  select.prepare(SqlAuditLog::search_statement(query));
  select.define_and_bind();
  select.execute();
  while (select.fetch()) {
    found.push_back({id, time_from_sql(at), kind_of(kind), actor, {action, record, record_id, {}, {}}});
  }
  return found;
}

// Each entry's values by its primary key: the entries of a search are not neighbours.
void give_each_its_values(Transaction& tx, std::vector<AuditedEntry>& entries) {
  long long id = 0;
  AuditChange change;
  long long person = 0;
  auto personal = soci::i_null;
  soci::statement select =
      (tx.sql().prepare << SqlAuditLog::own_values_statement(), soci::use(id, "id"), soci::into(change.field),
       soci::into(change.before), soci::into(change.after), soci::into(person, personal));
  for (auto& audited : entries) {
    id = audited.id;
    select.execute();
    while (select.fetch()) {
      if (personal == soci::i_ok) audited.entry.person = UserId{person};
      audited.entry.changes.push_back(change);
    }
  }
}

// The entries are in the order of their ids downwards, the values upwards.
void give_values(std::vector<AuditedEntry>& entries, std::vector<Value> values) {
  auto audited = entries.rbegin();
  for (auto& value : values) {
    while (audited->id != value.audit_id) ++audited;
    audited->entry.changes.push_back(std::move(value.change));
    audited->entry.person = value.person;
  }
}

}  // namespace

const char* SqlAuditLog::entries_statement() {
  return R"sql(
      SELECT id, at, actor_kind, actor_id, action FROM host_audit
       WHERE record = :record AND record_id = :record_id ORDER BY id DESC LIMIT :most)sql";
}

const char* SqlAuditLog::values_statement() {
  return R"sql(
      SELECT v.audit_id, v.position, v.field, v.old_value, v.new_value, v.person
        FROM host_audit a JOIN host_audit_values v ON v.audit_id = a.id
       WHERE a.record = :record AND a.record_id = :record_id AND a.id BETWEEN :first AND :last)sql";
}

const char* SqlAuditLog::erase_statement() {
  return "UPDATE host_audit_values SET old_value = '', new_value = '' WHERE person = :person";
}

void SqlAuditLog::record(Transaction& tx, const Visitor& by, const AuditEntry& entry) {
  add_values(tx, add_entry(tx, by, entry, clock_.now()), entry);
}

std::vector<AuditedEntry> SqlAuditLog::history(Transaction& tx, const std::string& record, std::int64_t record_id,
                                               int most) {
  auto found = entries(tx, record, record_id, std::clamp(most, 0, kMostEntries));
  if (!found.empty()) give_values(found, values_of(tx, found));
  return found;
}

// Each condition that is there is an equality, before the range of time by which the indexes go on; so each search
// reads a part of one index from its end.
std::string SqlAuditLog::search_statement(const AuditQuery& query) {
  std::string text = "SELECT id, at, actor_kind, actor_id, action, record, record_id FROM host_audit WHERE ";
  if (query.by) text += "actor_kind = :kind AND ";
  if (query.by && query.by_ids) text += "actor_id = :actor AND ";
  if (!query.action.empty()) text += "action = :action AND ";
  if (!query.record.empty()) text += "record = :record AND ";
  if (!query.record.empty() && query.record_id) text += "record_id = :record_id AND ";
  return text + "at >= :from AND at <= :last AND (at < :edge OR id < :below) ORDER BY at DESC, id DESC LIMIT :most";
}

const char* SqlAuditLog::own_values_statement() {
  return "SELECT field, old_value, new_value, person FROM host_audit_values WHERE audit_id = :id ORDER BY position";
}

std::vector<AuditedEntry> SqlAuditLog::search(Transaction& tx, const AuditQuery& query) {
  auto looked_for = wanted(tx, query);
  if (!looked_for) return {};
  std::vector<AuditedEntry> found;
  if (query.by && query.by_ids) {
    auto ids = *query.by_ids;
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    ids.resize(std::min(ids.size(), kMostPeople));
    for (const auto id : ids) {
      looked_for->actor = id;
      const auto of_one = page(tx, query, *looked_for);
      found.insert(found.end(), of_one.begin(), of_one.end());
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return std::pair(a.at, a.id) > std::pair(b.at, b.id); });
    found.resize(std::min(found.size(), static_cast<std::size_t>(looked_for->most)));
  } else {
    found = page(tx, query, *looked_for);
  }
  give_each_its_values(tx, found);
  return found;
}

void SqlAuditLog::erase(Transaction& tx, UserId person) {
  const auto id = to_sql(person);
  tx.sql() << erase_statement(), soci::use(id, "person");
}

}  // namespace callboard::host
