#include <callboard/plugin.hpp>

using namespace callboard;

namespace greeting {

class GreetingPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"greeting", "1.0"}; }

  void register_with(Registrar& host) override {
    greeting_ = host.config().text("greeting", "Break a leg");
    greeted_ = &host.metrics().counter("callboard_greetings_total", "People greeted");

    auto& routes = host.routes(ErrorShape::Message);
    routes.get("/greeting/{name}", everyone,
               [this](const Request& request, const Visitor&) { return greet(request.path<std::string>("name")); });
    routes.post("/greeting", everyone, [this](const Request& request, const Visitor&) {
      const auto body = request.json();
      if (!body.contains("name") || !body["name"].is_string()) throw BadRequest(_("A name is needed."));
      return greet(body["name"]);
    });
  }

 private:
  Response greet(const std::string& name) const {
    greeted_->add();
    return Response::json({{"message", greeting_ + ", " + name + "!"}});
  }

  std::string greeting_;
  Counter* greeted_ = nullptr;
};

}  // namespace greeting

CALLBOARD_PLUGIN(greeting::GreetingPlugin)
