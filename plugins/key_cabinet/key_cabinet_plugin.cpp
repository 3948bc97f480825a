#include <optional>

#include <callboard/plugin.hpp>

#include "cabinet_api.hpp"
#include "cabinet_commands.hpp"
#include "demo.hpp"
#include "device_authenticator.hpp"
#include "open_authenticator.hpp"
#include "settings.hpp"
#include "sql_answer_repository.hpp"
#include "sql_cabinet_repository.hpp"
#include "sql_holder_repository.hpp"
#include "sql_loan_repository.hpp"

namespace key_cabinet {

using namespace callboard;

class KeyCabinetPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"key_cabinet", "1.0"}; }

  void register_with(Registrar& host) override {
    const auto settings = Settings::read(host.config());
    loans_.emplace(host.database(), loan_rows_, host.clock());
    requests_.emplace(host.database(), answer_rows_, host.clock());
    api_.emplace(*loans_, *requests_, host.view(), host.metrics(), settings.messages);
    add_routes(host);
    if (settings.open) open_to_all(host, settings);
    if (!settings.token_key.empty()) add_cabinets(host, settings);
    demo_.emplace(host.database(), holder_rows_, loan_rows_, host.clock(), cabinets_ ? &*cabinets_ : nullptr);
    host.demo([this] { return demo_->load(); });
    host.job({"forget_answers", std::chrono::hours(1), [this] { requests_->forget_old(); }});
  }

 private:
  void open_to_all(Registrar& host, const Settings& settings) {
    everybody_.emplace(settings.messages);
    host.authenticator(*everybody_);
    host.log().warning("key_cabinet.open", {{"text", "auth = \"open\": whoever reaches this server can take keys"}});
  }

  void add_routes(Registrar& host) {
    auto& routes = host.routes(ErrorShape::Error);
    constexpr std::uint64_t kBodyLimit = 16 * 1024;
    routes.post("/issue_key", device, [this](const Request& r, const Visitor& v) { return api_->issue_key(r, v); })
        .body_limit = kBodyLimit;
    routes.post("/return_key", device, [this](const Request& r, const Visitor& v) { return api_->return_key(r, v); })
        .body_limit = kBodyLimit;
  }

  void add_cabinets(Registrar& host, const Settings& settings) {
    tokens_.emplace(settings.token_key);
    cabinets_.emplace(host.database(), cabinet_rows_, *tokens_, host.clock(), settings.token_lifetime);
    commands_.emplace(*cabinets_);
    authenticator_.emplace(host.database(), cabinet_rows_, *tokens_, host.clock(), settings.messages);
    host.authenticator(*authenticator_);
    host.command({"cabinet", "enrol, list and revoke key cabinets",
                  [this](const auto& arguments, auto& out, auto& err) { return commands_->run(arguments, out, err); }});
  }

  SqlLoanRepository loan_rows_;
  SqlAnswerRepository answer_rows_;
  SqlCabinetRepository cabinet_rows_;
  SqlHolderRepository holder_rows_;
  std::optional<Loans> loans_;
  std::optional<IdempotentRequests> requests_;
  std::optional<CabinetApi> api_;
  std::optional<DeviceTokens> tokens_;
  std::optional<Cabinets> cabinets_;
  std::optional<CabinetCommands> commands_;
  std::optional<OpenAuthenticator> everybody_;
  std::optional<DeviceAuthenticator> authenticator_;
  std::optional<Demo> demo_;
};

}  // namespace key_cabinet

CALLBOARD_PLUGIN(key_cabinet::KeyCabinetPlugin)
