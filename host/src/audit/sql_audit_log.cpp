#include "audit/sql_audit_log.hpp"

#include <algorithm>
#include <array>
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

void SqlAuditLog::erase(Transaction& tx, UserId person) {
  const auto id = to_sql(person);
  tx.sql() << erase_statement(), soci::use(id, "person");
}

}  // namespace callboard::host
