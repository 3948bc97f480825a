#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <thread>

#include <callboard/plugin.hpp>

#include "sql_counters.hpp"
#include "sql_plays.hpp"
#include "things.hpp"
#include "uploads.hpp"

namespace probe {

using namespace callboard;
using nlohmann::json;

namespace {

Response echo(const Request& request, const Visitor&) {
  return is_safe(request.method()) ? Response::json({{"echo", true}}) : Response::json(request.json());
}

// Sizes and a checksum, so that a test knows that each byte arrived.
Response describe_form(const Request& request, const Visitor&) {
  json uploads = json::array();
  for (const auto& upload : request.form().uploads()) {
    std::ifstream file(upload.file->path(), std::ios::binary);
    std::uint64_t sum = 0;
    std::uint64_t size = 0;
    for (char byte = 0; file.get(byte); ++size) sum = sum * 31 + static_cast<unsigned char>(byte);
    uploads.push_back({{"field", upload.field}, {"name", upload.name}, {"size", size}, {"sum", std::to_string(sum)}});
  }
  json fields = json::array();
  for (const auto& [name, value] : request.form().fields()) fields.push_back({name, value});
  return Response::json({{"fields", fields}, {"uploads", uploads}});
}

Response sleep(const Request& request, const Visitor&) {
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min(10'000, request.path<int>("ms"))));
  return Response::json({{"slept", true}});
}

Response stream(const Request& request, const Visitor&) {
  const auto lines = std::min(10'000'000, request.path<int>("lines"));
  return Response::stream(
      [lines](const Response::Write& write) {
        for (int i = 0; i < lines; ++i) {
          if (!write("a line of text that goes out as it is made\n")) return;
        }
      },
      "text/plain; charset=utf-8");
}

[[noreturn]] Response fail(const Request&, const Visitor&) { throw std::runtime_error("a private detail: hunter2"); }
[[noreturn]] Response crash(const Request&, const Visitor&) { std::abort(); }

}  // namespace

class ProbePlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"probe", "1.0"}; }

  void register_with(Registrar& host) override {
    counters_.emplace(host.database());
    add_api(host);
    add_pages(host);
    add_dashboard(host);
    add_plays(host);
    add_things(host);
    add_uploads(host);
    host.job({"tick", std::chrono::seconds(1), [this] { counters_->increment("tick"); }});
  }

 private:
  void add_api(Registrar& host) {
    auto& api = host.routes(ErrorShape::Message);
    api.get("/probe/echo", everyone, echo);
    api.post("/probe/echo", everyone, echo);
    api.get("/probe/sleep/{ms:int}", everyone, sleep);
    api.get("/probe/heavy/{ms:int}", everyone, sleep).heavy = true;
    api.get("/probe/stream/{lines:int}", everyone, stream);
    api.get("/probe/fail", everyone, fail);
    api.post("/probe/crash", everyone, crash);
    api.get("/probe/device", device, echo);
    api.post("/probe/counters/{name}", everyone, [this](const Request& request, const Visitor&) {
      request.json();
      return Response::json({{"value", counters_->increment(request.path<std::string>("name"))}});
    });
    api.get("/probe/counters/{name}", everyone, [this](const Request& request, const Visitor&) {
      return Response::json({{"value", counters_->value(request.path<std::string>("name"))}});
    });
    api.post("/probe/mail", everyone,
             [&database = host.database(), &mailer = host.mailer()](const Request& request, const Visitor&) {
               const auto body = request.json();
               database.transact([&](Transaction& tx) {
                 mailer.send(tx, {body.at("to"), _("A probe"), "probe/mail", {{"name", "Анна"}}});
               });
               return Response::json({{"queued", true}}, HttpStatus::Accepted);
             });
  }

  void add_pages(Registrar& host) {
    auto& pages = host.routes();
    auto& view = host.view();
    pages.get("/probe/form", everyone, [&view](const Request&, const Visitor&) {
      return view.render("probe/form", {{"text", ""}});
    });
    pages.post("/probe/form", everyone, [&view](const Request& request, const Visitor&) {
      const auto text = request.form().value("text");
      if (!text.empty()) return see_other("/probe/form").flash(_("Saved: {text}").with("text", text));
      return view.render("probe/form", {{"text", text}, {"fault", _("This field is needed.")}},
                         HttpStatus::UnprocessableContent);
    });
    pages.get("/probe/person", signed_in, echo);
    pages.post("/probe/upload", everyone, describe_form).body_limit = 256 * 1024 * 1024;
  }

  // Work that waits is what the counter "waiting" says; a plot, and one that fails.
  void add_dashboard(Registrar& host) {
    host.pending_work({Text::verbatim("Probes that wait"), "/probe/form", 100,
                       [](Transaction& tx) { return Counters::value_in(tx, "waiting"); }});
    host.dashboard_plot({"probe.steps", Text::verbatim("Steps of the probe"), 100, [](Transaction&) {
                           return Plot{{Text::verbatim("Mon"), Text::verbatim("Tue"), Text::verbatim("Wed")},
                                       {{Text::verbatim("Steps"), {3, 1.5, 4}}}};
                         }});
    host.dashboard_plot({"probe.broken", Text::verbatim("A broken plot"), 100,
                         [](Transaction&) -> Plot { throw std::runtime_error("a private detail: hunter3"); }});
  }

  std::optional<Counters> counters_;
};

}  // namespace probe

CALLBOARD_PLUGIN(probe::ProbePlugin)
