#include "database_page.hpp"

#include <callboard/moment.hpp>

#include "bytes_text.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kDatabasePlace = "/admin/database";

json facts_data(const DatabaseFacts& facts) {
  return {{"engine", facts.engine}, {"version", facts.version}, {"size", bytes_text(facts.bytes)}};
}

json tables_data(const std::vector<TableSize>& tables) {
  auto all = json::array();
  for (const auto& table : tables) {
    all.push_back({{"name", table.name},
                   {"rows", table.rows},
                   {"estimated", table.estimated},
                   {"size", table.bytes ? bytes_text(*table.bytes) : Text()}});
  }
  return all;
}

json migrations_data(const std::vector<AppliedMigration>& migrations) {
  auto features = json::array();
  for (const auto& one : migrations) {
    if (features.empty() || features.back()["feature"] != one.feature) {
      features.push_back({{"feature", one.feature}, {"migrations", json::array()}});
    }
    features.back()["migrations"].push_back({{"name", one.name}, {"at", moment(one.at)}});
  }
  return features;
}

json pool_data(const PoolState& pool) {
  return {{"size", pool.size}, {"in_use", pool.in_use}, {"waited", pool.waited}, {"refused", pool.refused}};
}

Text milliseconds(std::chrono::microseconds time) { return _("{ms} ms").with("ms", time.count() / 1000); }

json slow_data(const std::vector<SlowStatement>& statements) {
  auto all = json::array();
  for (const auto& one : statements) {
    const auto times = static_cast<std::int64_t>(std::max<std::uint64_t>(one.times, 1));
    all.push_back({{"text", one.text},
                   {"times", one.times},
                   {"longest", milliseconds(one.longest)},
                   {"average", milliseconds(one.total / times)},
                   {"last", moment(one.last)}});
  }
  return all;
}

json backups_data(const std::vector<Backup>& backups) {
  auto all = json::array();
  for (const auto& one : backups) {
    all.push_back({{"name", one.name}, {"made_at", moment(one.made_at)}, {"size", bytes_text(one.bytes)}});
  }
  return all;
}

}  // namespace

void DatabasePage::add_routes(Routes& routes) {
  const auto admin = role("admin").recently();
  // Sizes are measured, and that may read much.
  routes.get(kDatabasePlace, admin, [this](const Request&, const Visitor& v) { return show(v); }).heavy = true;
  routes.post("/admin/database/check", admin, [this](const Request&, const Visitor& v) { return check(v); }).heavy =
      true;
  routes.post("/admin/database/backups", admin, [this](const Request&, const Visitor& v) { return back_up(v); }).heavy =
      true;
  routes.get("/admin/database/backups/{name}", admin,
             [this](const Request& r, const Visitor& v) { return download(r, v); });
  routes.post("/admin/database/backups/{name}/delete", admin,
              [this](const Request& r, const Visitor& v) { return remove(r, v); });
}

Response DatabasePage::show(const Visitor& visitor, const std::vector<std::string>& faults) const {
  return frame_.render("theatre_admin/database",
                       {{"facts", facts_data(upkeep_.facts())},
                        {"tables", tables_data(upkeep_.tables())},
                        {"features", migrations_data(upkeep_.migrations())},
                        {"pool", pool_data(upkeep_.pool())},
                        {"slow_from", upkeep_.slow_from().count()},
                        {"slow", slow_data(upkeep_.slow_statements())},
                        {"faults", faults},
                        {"backups", backups_data(upkeep_.backups())}},
                       visitor, kDatabasePlace);
}

Response DatabasePage::check(const Visitor& visitor) {
  const auto faults = upkeep_.check();
  record(visitor, "checked", {"faults", "", std::to_string(faults.size())});
  if (!faults.empty()) return show(visitor, faults);
  return see_other(kDatabasePlace).flash(_("The database was checked: all is well."));
}

Response DatabasePage::back_up(const Visitor& visitor) {
  try {
    const auto made = upkeep_.back_up();
    record(visitor, "backup_made", {"backup", "", made.name});
    return see_other(kDatabasePlace).flash(_("The backup {name} was made.").with("name", made.name));
  } catch (const Error& error) {
    // Another is being made, or the disk is full: said where the button is. What has no words of its own goes further.
    if (error.public_text().empty()) throw;
    return see_other(kDatabasePlace).flash(error.public_text(), Flash::Kind::Danger);
  }
}

Response DatabasePage::download(const Request& request, const Visitor& visitor) {
  const auto name = request.path<std::string>("name");
  auto response = upkeep_.send(name);
  if (request.method() != Method::Head) record(visitor, "backup_downloaded", {"backup", name, name});
  return response;
}

Response DatabasePage::remove(const Request& request, const Visitor& visitor) {
  const auto name = request.path<std::string>("name");
  upkeep_.remove(name);
  record(visitor, "backup_deleted", {"backup", name, ""});
  return see_other(kDatabasePlace).flash(_("The backup {name} was deleted.").with("name", name));
}

void DatabasePage::record(const Visitor& visitor, const std::string& action, AuditChange change) {
  database_.transact([&](Transaction& tx) {
    AuditEntry entry;
    entry.action = action;
    entry.record = "database";
    entry.changes = {change};
    audit_.record(tx, visitor, entry);
  });
}

}  // namespace theatre_admin
