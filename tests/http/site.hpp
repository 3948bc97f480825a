// A pipeline with everything real but the templates and the accounts, for tests.
#pragma once

#include <filesystem>
#include <string>

#include "callboard/testing/counting_metrics.hpp"
#include "callboard/testing/recording_log.hpp"
#include "callboard/testing/request_builder.hpp"
#include "http/pipeline.hpp"
#include "temporary_folder.hpp"

namespace callboard::host {

using testing::RequestBuilder;

inline std::string header(const Response& response, std::string_view name) {
  return std::string(response.headers().get(name).value_or(std::string_view()));
}

using testing::TemporaryFolder;

// Writes a page as JSON, so that a test can read what would have been shown.
class JsonRenderer : public PageRenderer {
 public:
  std::string render(const Page& page, const PageContext& context) const override {
    if (page.name == "broken" || broken) throw std::logic_error("there is no such template");
    auto flashes = nlohmann::json::array();
    for (const auto& flash : context.flashes) flashes.push_back(translate(flash.text, context.language));
    return nlohmann::json{{"page", page.name},
                          {"data", page.data},
                          {"visitor", context.visitor.name},
                          {"language", code_of(context.language)},
                          {"csrf_token", context.csrf_token},
                          {"flashes", flashes},
                          {"path", context.path}}
        .dump();
  }
  std::string translate(const Text& text, Language language) const override {
    return (language == Language::Russian ? "ru:" : "") + text.english();
  }
  bool broken = false;  // not even the page of an error can be rendered
};

// Knows "Bearer good" and the cookie session=good; anything else of these is refused.
class TestAuthenticator : public Authenticator {
 public:
  explicit TestAuthenticator(Visitor visitor) : visitor_(std::move(visitor)) {}
  Visitor::Kind recognises() const override { return visitor_.kind; }
  std::optional<Visitor> authenticate(const Request& request) override {
    ++asked;
    const auto header = request.header("Authorization");
    const auto cookie = request.cookie("session");
    if (!header && (!cookie || visitor_.is_device())) return std::nullopt;
    if (header ? *header == "Bearer good" : *cookie == "good") return visitor_;
    throw Unauthorized("the credential does not hold");
  }
  std::atomic<int> asked{0};  // requests come from several threads

 private:
  Visitor visitor_;
};

inline Visitor anna() {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Person;
  visitor.user = UserId{7};
  visitor.name = "anna";
  visitor.roles = {"teacher"};
  return visitor;
}

inline Visitor cabinet() {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Device;
  visitor.device = DeviceId{1};
  visitor.name = "cabinet";
  visitor.language = Language::Russian;
  return visitor;
}

// Add routes first, then answer(). A browser's cookies are kept from one answer to the next request
// when it is sent with browse().
class TestSite {
 public:
  Router router;
  JsonRenderer renderer;
  testing::RecordingLog log;
  testing::CountingMetrics metrics;
  TestAuthenticator people{anna()};
  TestAuthenticator devices{cabinet()};
  std::vector<Authenticator*> authenticators{&people, &devices};
  TemporaryFolder uploads;
  Language default_language = Language::English;
  unsigned heavy = 64;
  SessionSettings session{"a secret of thirty-two bytes, or more", ""};

  Routes& pages() { return router.group("test", ErrorShape::Page); }
  Routes& api() { return router.group("test", ErrorShape::Message); }
  Routes& cabinets() { return router.group("test", ErrorShape::Error); }

  // As the FastCGI side calls the pipeline.
  Response answer(const RequestBuilder& builder) {
    try {
      return pipeline().answer(*builder.build());
    } catch (const Error& error) {
      return pipeline().refuse(builder.head(), error);
    }
  }

  Pipeline& pipeline() {
    if (!pipeline_) {
      pipeline_.emplace(router, authenticators, renderer,
                        PipelineOptions{session, "https://school.example", default_language, uploads.path(), heavy},
                        log, metrics);
    }
    return *pipeline_;
  }

  Response browse(RequestBuilder request) {
    for (const auto& [name, value] : cookies_) request.cookie(name, value);
    auto response = answer(request);
    for (const auto& cookie : response.cookies()) keep(cookie);
    return response;
  }
  const std::map<std::string, std::string>& cookies() const { return cookies_; }
  void set_cookie(const std::string& name, const std::string& value) { cookies_[name] = value; }

  // The token of a fresh page; the page must be at /form.
  std::string token() { return body_of(browse(RequestBuilder(Method::Get, "/form"))).at("csrf_token"); }

  static nlohmann::json body_of(const Response& response) { return nlohmann::json::parse(response.body()); }

 private:
  void keep(const Cookie& cookie) {
    if (cookie.max_age == std::chrono::seconds(0)) {
      cookies_.erase(cookie.name);
    } else {
      cookies_[cookie.name] = cookie.value;
    }
  }

  std::map<std::string, std::string> cookies_;
  std::optional<Pipeline> pipeline_;
};

inline Response ok(const Request&, const Visitor&) { return Response::json({{"ok", true}}); }
inline Response form_page(const Request&, const Visitor&) { return Response::page({"form"}); }

}  // namespace callboard::host
