#include "http/pipeline.hpp"

#include "callboard/encoding.hpp"
#include "config/site_keys.hpp"
#include "http/error_response.hpp"
#include "http/language.hpp"
#include "log/log_context.hpp"

namespace callboard::host {
namespace {

// What is not there is asked for all day long.
Log::Level level_of(int status) {
  if (status >= 500) return Log::Level::Error;
  return status == 404 || status == 405 ? Log::Level::Debug : Log::Level::Info;
}

}  // namespace

// The order of the steps, and why each stands where it does.
Response Pipeline::run(Exchange& exchange) const {
  // 1. The language: every answer from here on, errors included, is in the reader's.
  choose_language(exchange);
  // 2. The route: what is not there is 404 or 405 for everybody, whatever token or form it came with;
  //    and all that follows depends on what the route says.
  if (auto response = find_route(exchange)) return std::move(*response);
  // 3. The size of the body, before a step reads any of it.
  limit_body(exchange);
  // 4. Who it is. Needs only headers; asks only those authenticators that the route has a use for.
  identify(exchange, exchange.match.route->access);
  // 5. Whether he may: before the form is parsed, so that a stranger cannot make us store uploads.
  if (auto response = check_access(exchange)) return std::move(*response);
  // 6. A place, where the route is heavy: only for those who may, and before the body, which may take its time.
  const auto place = take_place(exchange);
  // 7. Whether he meant it: may parse the form, so it comes last, and after nothing that has an effect.
  refuse_forgery(exchange);
  // 8. The plugin.
  return exchange.match.route->handler(exchange.request, exchange.visitor);
  // Whatever a step throws, report() turns into a reply. completed() then fills in the page with
  // visitor, language, token and flashes, which are known only now.
}

Pipeline::Pipeline(const Router& router, std::vector<Authenticator*> authenticators, const PageRenderer& renderer,
                   PipelineOptions options, Log& log, Metrics& metrics)
    : router_(router),
      authentication_(std::move(authenticators)),
      renderer_(renderer),
      options_(std::move(options)),
      log_(log),
      same_origin_(options_.site_url),
      csrf_(derived_keys(options_.session, "csrf")),
      flashes_(derived_keys(options_.session, "flash")),
      heavy_places_(options_.heavy),
      metrics_(metrics) {}

Response Pipeline::answer(Request& request) const {
  return measured(request, [this](Exchange& exchange) { return run(exchange); });
}

// Told as if at the root, since where it was sent to may be what is wrong.
Response Pipeline::refuse(const RequestHead& head, const Error& error) const {
  RequestHead at_root = head;
  at_root.target = "/";
  Request request(std::move(at_root));
  return measured(request, [&](Exchange& exchange) {
    choose_language(exchange);
    exchange.error_page = true;
    return report_error(error, exchange);
  });
}

template <typename Run>
Response Pipeline::measured(Request& request, const Run& run) const {
  const LogContext context(request.id());
  const auto begin = std::chrono::steady_clock::now();
  Exchange exchange{request};
  Response response;
  try {
    response = completed(run(exchange), exchange);
  } catch (...) {
    response = report(std::current_exception(), exchange);
  }
  const auto took = std::chrono::steady_clock::now() - begin;
  metrics_.count(response.status(), std::chrono::duration_cast<std::chrono::microseconds>(took));
  return response;
}

void Pipeline::choose_language(Exchange& exchange) const {
  exchange.request.set_language(host::choose_language(exchange.request, options_.default_language));
  exchange.visitor.language = exchange.request.language();
}

std::optional<Response> Pipeline::find_route(Exchange& exchange) const {
  Request& request = exchange.request;
  exchange.match = router_.match(request.method(), request.segments());
  if (!exchange.match.route) {
    if (auto response = redirect_without_slash(exchange)) return response;
    if (exchange.match.allowed.empty()) throw NotFound("a route");
    if (request.method() != Method::Options) throw Error(HttpStatus::MethodNotAllowed, {}, "method not allowed");
    return Response(HttpStatus::NoContent).header("Allow", exchange.match.allowed);
  }
  if (exchange.match.disabled) throw Unavailable("the plugin " + exchange.match.route->plugin + " did not start");
  request.set_parameters(std::move(exchange.match.parameters));
  return std::nullopt;
}

void Pipeline::limit_body(Exchange& exchange) const {
  const auto limit = exchange.match.route->body_limit;
  if (exchange.request.head().content_length.value_or(0) > limit) throw ContentTooLarge("beyond the route's limit");
  exchange.request.set_body_limit(limit);
  exchange.request.set_upload_folder(options_.upload_folder);
}

// A device states its language; a person's is chosen in the page or by the browser.
void Pipeline::identify(Exchange& exchange, const Access& access) const {
  exchange.identified = true;
  exchange.visitor = authentication_.identify(exchange.request, access);
  if (exchange.visitor.is_device()) {
    exchange.request.set_language(exchange.visitor.language);
  } else {
    exchange.visitor.language = exchange.request.language();
  }
}

std::optional<Response> Pipeline::check_access(Exchange& exchange) const {
  const auto& route = *exchange.match.route;
  const bool redirects =
      route.errors == ErrorShape::Page && route.access.kind != Access::Kind::Device && !exchange.request.wants_json();
  switch (judge(route.access, exchange.visitor)) {
    case Verdict::Granted: return std::nullopt;
    case Verdict::SignIn:
      if (redirects) return sign_in(exchange, "/login");
      throw Unauthorized("nobody is signed in");
    case Verdict::SignInAgain:
      if (redirects) return sign_in(exchange, "/login/again");
      throw Unauthorized("the password was given too long ago", _("Give your password again for this."));
    case Verdict::MissingRole: break;
  }
  throw Forbidden("the role " + route.access.role + " is missing");
}

// None where the route is not heavy.
HeavyPlaces::Place Pipeline::take_place(const Exchange& exchange) const {
  return exchange.match.route->heavy ? heavy_places_.take() : nullptr;
}

// Only a browser can be made to send something that its user did not mean: a client that shows a
// token in a header, and a body that no form can produce, are beyond that.
void Pipeline::refuse_forgery(const Exchange& exchange) const {
  const Request& request = exchange.request;
  if (is_safe(request.method())) return;
  if (same_origin_.refuses(request)) throw Forbidden("csrf: sent by another site");
  if (exchange.visitor.is_device() || has_bearer_token(request) || request.media_type() == "application/json") return;
  csrf_.check(request);
}

Response Pipeline::report(const std::exception_ptr& failure, Exchange& exchange) const try {
  exchange.error_page = true;
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return completed(report_error(error, exchange), exchange);
  } catch (const std::exception& error) {
    return completed(report_error(Error(HttpStatus::InternalError, {}, error.what()), exchange), exchange);
  } catch (...) {
    const Error error(HttpStatus::InternalError, {}, "something was thrown that is no exception");
    return completed(report_error(error, exchange), exchange);
  }
} catch (const std::exception& error) {
  log_.error("error_page_failed", {{"error", error.what()}});
  return bare_error_response(HttpStatus::InternalError);
}

Response Pipeline::report_error(const Error& error, const Exchange& exchange) const {
  const Request& request = exchange.request;
  const int code = code_of(error.status());
  const auto* route = exchange.match.route;
  log_.write(level_of(code), code >= 500 ? "request_failed" : "request_refused",
             {{"method", name_of(request.method())},
              {"route", route ? route->pattern : ""},
              {"status", code},
              {"error", error.what()}});
  auto response =
      error_response(error, {exchange.match.errors, request.wants_json(), request.language(), request.id()}, renderer_);
  if (error.status() == HttpStatus::MethodNotAllowed) response.headers().set("Allow", exchange.match.allowed);
  return response;
}

Response Pipeline::completed(Response response, Exchange& exchange) const {
  if (response.page()) {
    render_page(response, exchange);
  } else if (!response.flashes().empty()) {
    auto waiting = flashes_.read(exchange.request);
    waiting.insert(waiting.end(), response.flashes().begin(), response.flashes().end());
    flashes_.write(std::move(waiting), response);
  }
  limit_caching(response, exchange);
  return response;
}

// The page of an error that came before anybody was identified shows who is signed in as well.
void Pipeline::greet(Exchange& exchange) const {
  if (exchange.identified) return;
  try {
    identify(exchange, everyone);
  } catch (const std::exception& error) {
    log_.debug("visitor_unknown", {{"error", error.what()}});
  }
}

// Flashes are for pages that somebody reads: an error (such as a browser's search for an icon) and
// an answer to HEAD leave them waiting.
void Pipeline::render_page(Response& response, Exchange& exchange) const {
  greet(exchange);
  const Request& request = exchange.request;
  std::vector<Flash> flashes;
  if (!exchange.error_page && request.method() != Method::Head) {
    flashes = flashes_.read(request);
    if (request.cookie(FlashCookie::kName)) flashes_.remove(response);
  }
  flashes.insert(flashes.end(), response.flashes().begin(), response.flashes().end());
  auto path = way_back(exchange);
  path.resize(std::min(path.find('?'), path.size()));
  const PageContext context{exchange.visitor, request.language(), csrf_.issue(request, response), std::move(flashes),
                            path.empty() ? "/" : path};
  response.set_body(renderer_.render(*response.page(), context), "text/html; charset=utf-8");
  response.clear_page();
  response.headers().set("Content-Language", std::string(code_of(request.language())));
  response.headers().add("Vary", "Accept-Language, Cookie");
}

// What is for one visitor stays out of all caches, unless the handler knows better.
void Pipeline::limit_caching(Response& response, const Exchange& exchange) {
  if (response.headers().get("Cache-Control")) return;
  const bool personal = exchange.visitor.kind != Visitor::Kind::Anonymous || !is_safe(exchange.request.method());
  response.headers().add("Cache-Control", personal ? "no-store" : "private, no-cache");
}

// "/schedule/" is not there, but "/schedule" is. 308 keeps the method, and only safe ones get here.
std::optional<Response> Pipeline::redirect_without_slash(const Exchange& exchange) const {
  const Request& request = exchange.request;
  const auto& segments = request.segments();
  const bool asks = request.method() == Method::Get || request.method() == Method::Head;
  if (!asks || segments.size() < 2 || !segments.back().empty()) return std::nullopt;
  if (!router_.match(request.method(), std::span(segments).first(segments.size() - 1)).route) return std::nullopt;
  std::string location = request.head().target;
  const auto query = std::min(location.find('?'), location.size());
  location.erase(query - 1, 1);
  if (!is_same_site_path(location)) return std::nullopt;
  return Response(HttpStatus::PermanentRedirect).header("Location", std::move(location));
}

Response Pipeline::sign_in(const Exchange& exchange, const std::string& page) const {
  const auto next = way_back(exchange);
  return see_other(next.empty() ? page : page + "?next=" + percent_encode(next, "/"));
}

// Where the visitor may go on afterwards: this page, or for a form that was sent its own page.
std::string Pipeline::way_back(const Exchange& exchange) const {
  const Request& request = exchange.request;
  std::string target = request.head().target;
  if (!is_safe(request.method())) {
    if (!router_.match(Method::Get, request.segments()).route) return {};
    target.resize(std::min(target.find('?'), target.size()));
  }
  return is_same_site_path(target) ? target : std::string();
}

}  // namespace callboard::host
