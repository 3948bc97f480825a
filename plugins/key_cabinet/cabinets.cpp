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

std::optional<Cabinets::Enrolled> Cabinets::enrol(const std::string& name) {
  return database_.transact([&](Transaction& tx) -> std::optional<Enrolled> {
    // Locked before it is looked at: of several that enrol it at once, one gives it a token.
    rows_.lock(tx, rows_.find_or_add(tx, name, clock_.now()));
    if (rows_.find(tx, name, clock_.now()).value().trusted) return std::nullopt;
    return give_token(tx, name);
  });
}

Cabinets::Enrolled Cabinets::enrol_anew(const std::string& name) {
  return database_.transact([&](Transaction& tx) {
    rows_.revoke_tokens(tx, rows_.find_or_add(tx, name, clock_.now()), clock_.now());
    return give_token(tx, name);
  });
}

Cabinets::Enrolled Cabinets::give_token(Transaction& tx, const std::string& name) {
  const auto now = clock_.now();
  const auto id = rows_.find_or_add(tx, name, now);
  const DeviceToken token{random_token_id(), id, std::chrono::floor<std::chrono::seconds>(now + token_lifetime_)};
  rows_.add_token(tx, token, now);
  return {id, tokens_.sign(token, now), token.expires};
}

std::vector<Cabinet> Cabinets::list() {
  return database_.read_single([&](Transaction& tx) { return rows_.all(tx, clock_.now()); });
}

bool Cabinets::revoke(const std::string& name) {
  return database_.transact([&](Transaction& tx) {
    const auto cabinet = rows_.find(tx, name, clock_.now());
    if (cabinet) rows_.revoke_tokens(tx, cabinet->id, clock_.now());
    return cabinet.has_value();
  });
}

}  // namespace key_cabinet
