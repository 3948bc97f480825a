#include <optional>

#include <callboard/plugin.hpp>

#include "account_roles.hpp"
#include "console.hpp"
#include "demo.hpp"
#include "entrance.hpp"
#include "factors.hpp"
#include "people.hpp"
#include "self_service.hpp"
#include "sign_ups.hpp"
#include "users_admin.hpp"

namespace accounts {

using namespace callboard;

class AccountsPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"accounts", "1.0"}; }

  void register_with(Registrar& host) override {
    base_.emplace(host);
    factors_.emplace(host, *base_);
    people_.emplace(host, *base_, factors_->check());
    entrance_.emplace(host, *base_, people_->json_api());
    self_service_.emplace(host, *base_, people_->removal());
    demo_.emplace(
        Demo::Parts{host.database(), base_->users, base_->session_rows, base_->journal, base_->hasher, host.clock()});
    entrance_->register_with(host);
    people_->register_with(host);
    self_service_->register_with(host);
    factors_->register_with(host, people_->administration());
    users_admin_.emplace(UsersAdmin::Parts{people_->editing(), people_->administration(), factors_->reset()});
    host.admin_resource(users_admin_->users());
    host.admin_resource(users_admin_->students());
    host.admin_resource(UsersAdmin::events());
    host.dashboard_plot(sign_ups_by_week(host.clock(), host.site()));
    host.provide<Roles>(roles_.emplace(base_->users, people_->administration()));
    console_.emplace(host, *base_, *people_, factors_->reset());
    console_->register_with(host);
    host.home_panel({"accounts/home_panel", 10, [this](const Visitor& visitor) { return greeting(visitor); }});
    host.job({"sweep", std::chrono::minutes(10),
              [this, &database = host.database(), &clock = host.clock()] { base_->sweep(database, clock); }});
    host.demo([this] { return demo_->load(); });
  }

 private:
  nlohmann::json greeting(const Visitor& visitor) const {
    return {{"name", visitor.is_person() ? visitor.name : ""}, {"registration", base_->settings.registration}};
  }

  std::optional<Foundation> base_;
  std::optional<Factors> factors_;
  std::optional<People> people_;
  std::optional<Entrance> entrance_;
  std::optional<SelfService> self_service_;
  std::optional<UsersAdmin> users_admin_;
  std::optional<AccountRoles> roles_;
  std::optional<Console> console_;
  std::optional<Demo> demo_;
};

}  // namespace accounts

CALLBOARD_PLUGIN(accounts::AccountsPlugin)
