#include <optional>

#include <callboard/plugin.hpp>

#include "foundation.hpp"

namespace reviews {

using namespace callboard;

class ReviewsPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"reviews", "1.0"}; }

  void register_with(Registrar& host) override { foundation_.emplace(host).register_with(host); }

 private:
  std::optional<Foundation> foundation_;
};

}  // namespace reviews

CALLBOARD_PLUGIN(reviews::ReviewsPlugin)
