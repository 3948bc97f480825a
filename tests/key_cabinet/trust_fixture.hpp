// Cabinets with their credentials: tokens of a day, certificates of ten days by a CA in a folder of the test's own.
#pragma once

#include <filesystem>
#include <optional>

#include "cabinet_commands.hpp"
#include "cabinet_fixture.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "callboard/testing/recording_log.hpp"
#include "callboard/testing/request_builder.hpp"
#include "device_authenticator.hpp"
#include "sql_cabinet_repository.hpp"
#include "sql_device_states.hpp"
#include "temporary_folder.hpp"

namespace key_cabinet {

class TrustFixture : public CabinetTest {
 protected:
  void SetUp() override {
    CabinetTest::SetUp();
    set_up_trust();
  }
  void set_up_trust() {
    settings_.token_lifetime = std::chrono::hours(24);
    settings_.certificate_lifetime = std::chrono::hours(240);
    maker_.emplace(settings_, &tokens_, ca_, site_);
    cabinets_.emplace(database(), cabinet_rows_, *maker_, clock(), audit_);
    revocations_.emplace(database(), cabinet_rows_, ca_, clock(), log_);
    last_seen_.emplace(database(), state_rows_, clock(), log_);
    use(Auth::Either);
  }

  void use(Auth auth) {
    settings_.auth = auth;
    authenticator_.emplace(database(), cabinet_rows_, &tokens_, *last_seen_, clock(), settings_);
  }
  void make_ca() { make_ca_folder(ca_, "Школа", clock().now()); }
  void revoke(const std::string& name) { cabinets_->revoke(console(), cabinets_->find(name).value().id); }

  Cabinets& cabinets() { return *cabinets_; }
  DeviceAuthenticator& authenticator() { return *authenticator_; }
  CabinetCommands commands() { return {*cabinets_, *revocations_, ca_, site_, clock()}; }
  std::time_t clock_seconds() { return std::chrono::system_clock::to_time_t(clock().now()); }

  callboard::testing::TemporaryFolder folder_;
  CaFolder ca_{folder_.path() / "ca"};
  Settings settings_;
  SqlCabinetRepository cabinet_rows_;
  SqlDeviceStates state_rows_;
  DeviceTokens tokens_{std::string(32, 'k')};
  callboard::testing::FixedSite site_;
  callboard::testing::RecordingAuditLog audit_;
  callboard::testing::RecordingLog log_;
  std::optional<CredentialMaker> maker_;
  std::optional<Cabinets> cabinets_;
  std::optional<RevocationFile> revocations_;
  std::optional<LastSeen> last_seen_;
  std::optional<DeviceAuthenticator> authenticator_;
};

}  // namespace key_cabinet
