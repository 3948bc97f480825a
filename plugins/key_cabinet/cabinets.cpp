#include "cabinets.hpp"

#include <callboard/json_body.hpp>

#include "text_checks.hpp"

namespace key_cabinet {

using namespace callboard;

CabinetName check_cabinet_name(const std::string& name) {
  if (is_blank(name)) return CabinetName::Blank;
  if (characters(name) > 64) return CabinetName::TooLong;
  if (has_control_character(name)) return CabinetName::ControlCharacters;
  return CabinetName::Valid;
}

std::optional<Credentials> Cabinets::enrol(const Visitor& by, const std::string& name, const WantedCredentials& wanted,
                                           const std::string& place) {
  CredentialMaker::check(wanted);
  return database_.transact([&](Transaction& tx) -> std::optional<Credentials> {
    // Locked before it is looked at: of several that enrol it at once, one gives it its credentials.
    const auto id = rows_.find_or_add(tx, name, clock_.now());
    rows_.lock(tx, id);
    if (rows_.find(tx, id, clock_.now()).value().trusted) return std::nullopt;
    if (!place.empty()) rows_.set_place(tx, id, place);
    return give(tx, by, {id, name}, wanted, "cabinet_enrolled");
  });
}

Credentials Cabinets::enrol_anew(const std::string& name) {
  return database_.transact([&](Transaction& tx) {
    const auto id = rows_.find_or_add(tx, name, clock_.now());
    rows_.revoke(tx, id, clock_.now());
    return give(tx, console(), {id, name}, {}, "cabinet_enrolled");
  });
}

Credentials Cabinets::rotate(const Visitor& by, CabinetId id, const WantedCredentials& wanted,
                             std::chrono::seconds grace) {
  CredentialMaker::check(wanted);
  return database_.transact([&](Transaction& tx) {
    rows_.lock(tx, id);
    const auto cabinet = rows_.find(tx, id, clock_.now());
    if (!cabinet) throw NotFound("cabinet");
    rows_.revoke(tx, id, clock_.now() + grace);
    return give(tx, by, {id, cabinet->name}, wanted, "credentials_rotated");
  });
}

void Cabinets::revoke(const Visitor& by, CabinetId id) {
  database_.transact([&](Transaction& tx) { revoke(tx, by, id); });
}

void Cabinets::revoke(Transaction& tx, const Visitor& by, CabinetId id) {
  rows_.lock(tx, id);
  if (!rows_.find(tx, id, clock_.now())) throw NotFound("cabinet");
  rows_.revoke(tx, id, clock_.now());
  audit_.record(tx, by, {"credentials_revoked", kCabinetRecord, static_cast<std::int64_t>(id)});
}

Credentials Cabinets::give(Transaction& tx, const Visitor& by, const KnownCabinet& cabinet,
                           const WantedCredentials& wanted, const char* action) {
  auto made = maker_.make(tx, rows_, cabinet, wanted, clock_.now());
  std::vector<AuditChange> changes;
  if (wanted.token) changes.push_back({"credential", "", "token"});
  if (wanted.certificate) changes.push_back({"credential", "", "certificate"});
  audit_.record(tx, by, {action, kCabinetRecord, static_cast<std::int64_t>(cabinet.id), std::move(changes)});
  return made;
}

std::vector<Cabinet> Cabinets::list() {
  return database_.read_single([&](Transaction& tx) { return rows_.all(tx, clock_.now()); });
}

std::optional<Cabinet> Cabinets::find(const std::string& name) {
  return database_.read_single([&](Transaction& tx) { return rows_.find(tx, name, clock_.now()); });
}

std::optional<Cabinet> Cabinets::find(CabinetId id) {
  return database_.read_single([&](Transaction& tx) { return find(tx, id); });
}

std::optional<Cabinet> Cabinets::find(Transaction& tx, CabinetId id) { return rows_.find(tx, id, clock_.now()); }

}  // namespace key_cabinet
