// The way of a request from what arrived to what goes out. Immutable once made, and so thread-safe.
#pragma once

#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "callboard/services.hpp"
#include "config/settings.hpp"
#include "http/authentication.hpp"
#include "http/csrf.hpp"
#include "http/flash.hpp"
#include "http/heavy_places.hpp"
#include "http/http_metrics.hpp"
#include "http/origin.hpp"
#include "http/page_renderer.hpp"
#include "http/router.hpp"

namespace callboard::host {

struct PipelineOptions {
  SessionSettings session = {};  // its secrets sign cookies
  std::string site_url = "http://localhost:8080";
  Language default_language = Language::English;
  std::filesystem::path upload_folder;  // must be there
  unsigned heavy = 64;                  // heavy requests at a time
};

class Pipeline {
 public:
  // All references, and the authenticators, must outlive the pipeline.
  Pipeline(const Router& router, std::vector<Authenticator*> authenticators, const PageRenderer& renderer,
           PipelineOptions options, Log& log, Metrics& metrics);

  // Both never throw: what goes wrong becomes a reply. The page in it is rendered; what goes over the
  // wire (cookies, Content-Length, no body for HEAD) is the caller's.
  Response answer(Request& request) const;
  // For what could not be made into a Request: an invalid path, too many headers.
  Response refuse(const RequestHead& head, const Error& error) const;

 private:
  // One request on its way.
  struct Exchange {
    Request& request;
    Match match = {};
    Visitor visitor = {};
    bool identified = false;  // somebody has asked who the visitor is
    bool error_page = false;  // the response reports an error
  };

  Response run(Exchange& exchange) const;
  template <typename Run>
  Response measured(Request& request, const Run& run) const;

  // The steps, in their order. Those that return a response may end the way early.
  void choose_language(Exchange& exchange) const;
  std::optional<Response> find_route(Exchange& exchange) const;
  void limit_body(Exchange& exchange) const;
  void identify(Exchange& exchange, const Access& access) const;
  std::optional<Response> check_access(Exchange& exchange) const;
  HeavyPlaces::Place take_place(const Exchange& exchange) const;
  void refuse_forgery(const Exchange& exchange) const;

  Response report(const std::exception_ptr& failure, Exchange& exchange) const;
  Response report_error(const Error& error, const Exchange& exchange) const;
  Response completed(Response response, Exchange& exchange) const;
  void render_page(Response& response, Exchange& exchange) const;
  void greet(Exchange& exchange) const;
  static void limit_caching(Response& response, const Exchange& exchange);

  std::optional<Response> redirect_without_slash(const Exchange& exchange) const;
  Response sign_in(const Exchange& exchange, const std::string& page) const;
  std::string way_back(const Exchange& exchange) const;

  const Router& router_;
  Authentication authentication_;
  const PageRenderer& renderer_;
  PipelineOptions options_;
  Log& log_;
  SameOrigin same_origin_;
  Csrf csrf_;
  FlashCookie flashes_;
  mutable HeavyPlaces heavy_places_;
  mutable HttpMetrics metrics_;
};

}  // namespace callboard::host
