#include <optional>

#include <callboard/plugin.hpp>

#include "access_part.hpp"
#include "demo.hpp"
#include "office_part.hpp"
#include "offline_part.hpp"
#include "trust_part.hpp"

namespace key_cabinet {

using namespace callboard;

class KeyCabinetPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"key_cabinet", "1.0"}; }

  void register_with(Registrar& host) override {
    foundation_.emplace(host);
    trust_.emplace(host, *foundation_);
    access_.emplace(host, *foundation_);
    offline_.emplace(host, *foundation_);
    office_.emplace(host, *foundation_);
    demo_.emplace(host.database(), foundation_->holder_rows, foundation_->loan_rows, host.clock(), trust_->cabinets());
    host.demo([this] { return demo_->load(); });
    host.demo([this] { return office_->load_season(); });
  }

 private:
  std::optional<Foundation> foundation_;
  std::optional<TrustPart> trust_;
  std::optional<AccessPart> access_;
  std::optional<OfflinePart> offline_;
  std::optional<OfficePart> office_;
  std::optional<Demo> demo_;
};

}  // namespace key_cabinet

CALLBOARD_PLUGIN(key_cabinet::KeyCabinetPlugin)
