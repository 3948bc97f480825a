#include "cabinets_admin.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::chrono::minutes kOnline{5};

// The engine's own clock, in microseconds.
std::string sql_now(Engine engine) {
  return engine == Engine::Mysql ? "(UNIX_TIMESTAMP() * 1000000)"
                                 : "(CAST(strftime('%s', 'now') AS INTEGER) * 1000000)";
}

// Until when the credentials of one kind hold; NULL where none does.
std::string until(Engine engine, const std::string& table) {
  return "(SELECT MAX(COALESCE(x.revoked_at, x.expires_at)) FROM " + table +
         " x WHERE x.cabinet_id = t.id AND x.expires_at > " + sql_now(engine) +
         " AND (x.revoked_at IS NULL OR x.revoked_at > " + sql_now(engine) + "))";
}

std::string state_sql(Engine engine) {
  const auto since = sql_now(engine) + " - " + std::to_string(std::chrono::microseconds(kOnline).count());
  return "CASE WHEN COALESCE(" + until(engine, "key_cabinet_tokens") + ", " +
         until(engine, "key_cabinet_certificates") +
         ", 0) = 0 THEN 'revoked' WHEN t.last_seen_at IS NULL THEN 'never' WHEN t.last_seen_at >= " + since +
         " THEN 'online' ELSE 'silent' END";
}

AdminField shown(const char* name, Text label, AdminKind kind, std::string sql = {}) {
  return {.name = name, .label = std::move(label), .kind = kind, .sql = std::move(sql), .editable = false};
}

AdminField state_field(Engine engine) {
  auto state = shown("state", _("State"), AdminKind::Choice, state_sql(engine));
  state.filterable = true;
  state.choices = {
      {"online", _("online")}, {"silent", _("silent")}, {"never", _("never seen")}, {"revoked", _("revoked")}};
  return state;
}

std::vector<AdminField> fields(Engine engine) {
  AdminField name{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 64};
  AdminField place{.name = "place", .label = _("Place"), .longest = kMaxPlace};
  auto last_seen = shown("last_seen_at", _("Last seen"), AdminKind::Moment);
  last_seen.filterable = true;
  return {
      name,
      place,
      state_field(engine),
      last_seen,
      shown("firmware", _("Firmware"), AdminKind::Text),
      shown("pending", _("Events not sent yet"), AdminKind::Number),
      shown("token_until", _("Token until"), AdminKind::Moment, until(engine, "key_cabinet_tokens")),
      shown("certificate_until", _("Certificate until"), AdminKind::Moment, until(engine, "key_cabinet_certificates"))};
}

}  // namespace

AdminWrites CabinetsAdmin::writes() const {
  AdminWrites writes;
  writes.check = [](Transaction& tx, const AdminCall&, const json& record, const json& values) {
    Faults faults;
    const auto name = values.find("name");
    if (name == values.end()) return faults;
    if (check_cabinet_name(*name) != CabinetName::Valid) faults.add("name", _("A name has 1 to 64 characters."));
    if (name_is_taken(tx, *name, CabinetId{record.at("id").get<std::int64_t>()})) {
      faults.add("name", _("Another cabinet has this name."));
    }
    return faults;
  };
  writes.remove = [this](Transaction& tx, const AdminCall&, std::int64_t id) {
    const auto cabinet = cabinets_.find(tx, CabinetId{id});
    if (!cabinet) throw NotFound("cabinet");
    if (cabinet->trusted) throw AdminRefusal(_("Revoke its credentials first."));
    if (is_referred_to(tx, CabinetId{id})) {
      throw AdminRefusal(_("Keys or records of what happened belong to this cabinet: it stays, revoked."));
    }
    remove_cabinet(tx, CabinetId{id});
  };
  return writes;
}

AdminAction CabinetsAdmin::revoke() {
  return {
      .name = "revoke",
      .label = _("Revoke"),
      .question = _("All its credentials end at once: it cannot issue or take back keys until it is enrolled again."),
      .danger = true,
      .offered = [](const json& record) { return record.at("state") != "revoked"; },
      .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                    const json&) { cabinets_.revoke(tx, call.by, CabinetId{id}); },
      .after = [this](const AdminCall&, std::int64_t) { revocations_.try_to_write(); },
      .done = _("The cabinet's credentials are revoked.")};
}

AdminResource CabinetsAdmin::resource() {
  return {.name = "keys/cabinets",
          .record = kCabinetRecord,
          .label = _("Key cabinets"),
          .one = _("Key cabinet"),
          .order = 76,
          .table = "key_cabinet_cabinets",
          .title = "t.name",
          .fields = fields(engine_),
          .sort = "name",
          .actions = {revoke()},
          .links = {{_("Enrolment and credentials"), std::string(kCabinetsPage) + "/enrol"}},
          .audit_words = {{"cabinet_enrolled", _("The cabinet was enrolled")},
                          {"credentials_rotated", _("The cabinet got new credentials")},
                          {"credentials_revoked", _("The cabinet's credentials were revoked")}},
          .writes = writes(),
          .may_create = false,
          .recent = true};
}

PendingWork CabinetsAdmin::silent() const {
  return {_("Key cabinets that are silent"), std::string(kCabinetsPage), 60,
          [clock = &clock_, after = silent_after_](Transaction& tx) {
            return silent_cabinets(tx, clock->now(), clock->now() - after);
          }};
}

}  // namespace key_cabinet
