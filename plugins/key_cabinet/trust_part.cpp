#include "trust_part.hpp"

namespace key_cabinet {

using namespace callboard;

TrustPart::TrustPart(Registrar& host, Foundation& foundation) {
  if (foundation.settings.open) open_to_all(host, foundation);
  if (!foundation.settings.token_key.empty()) add_cabinets(host, foundation);
}

void TrustPart::open_to_all(Registrar& host, const Foundation& foundation) {
  everybody_.emplace(foundation.settings.messages);
  host.authenticator(*everybody_);
  foundation.log.warning("key_cabinet.open", {{"text", "auth = \"open\": whoever reaches this server can take keys"}});
}

void TrustPart::add_cabinets(Registrar& host, Foundation& foundation) {
  const auto& settings = foundation.settings;
  tokens_.emplace(settings.token_key);
  cabinets_.emplace(foundation.database, foundation.cabinet_rows, *tokens_, foundation.clock, settings.token_lifetime);
  commands_.emplace(*cabinets_);
  authenticator_.emplace(foundation.database, foundation.cabinet_rows, *tokens_, foundation.clock, settings.messages);
  host.authenticator(*authenticator_);
  host.command({"cabinet", "enrol, list and revoke key cabinets",
                [this](const auto& arguments, auto& out, auto& err) { return commands_->run(arguments, out, err); }});
}

}  // namespace key_cabinet
