#include "http/router.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "http/route_pattern.hpp"

namespace callboard::host {
namespace {

constexpr std::size_t kMethods = static_cast<std::size_t>(Method::Other) + 1;

constexpr std::size_t index_of(Method method) { return static_cast<std::size_t>(method); }

bool is_integer(std::string_view segment) {
  return !segment.empty() && std::all_of(segment.begin(), segment.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
  std::unique_ptr<Node> integer;
  std::unique_ptr<Node> text;
  std::array<const Route*, kMethods> routes{};
  std::array<std::vector<std::string>, kMethods> names;  // of the parameters, by method
  std::string allowed;
  std::optional<ErrorShape> shape;  // of the routes here and below, as long as they agree
  bool shapes_differ = false;

  bool has_route() const { return !allowed.empty(); }
  void note_shape(ErrorShape errors) {
    shapes_differ = shapes_differ || (shape && *shape != errors);
    shape = errors;
  }

  // Of the routes at this very path; a page where they differ.
  ErrorShape own_shape() const {
    std::optional<ErrorShape> own;
    for (const Route* route : routes) {
      if (route && own && *own != route->errors) return ErrorShape::Page;
      if (route) own = route->errors;
    }
    return own.value_or(ErrorShape::Page);
  }

  Node& child(const PatternSegment& segment) {
    auto& slot = segment.kind == PatternSegment::Kind::Fixed     ? fixed[segment.text]
                 : segment.kind == PatternSegment::Kind::Integer ? integer
                                                                 : text;
    if (!slot) slot = std::make_unique<Node>();
    return *slot;
  }

  const Route* route_for(Method method) const {
    const Route* found = routes[index_of(method)];
    return found || method != Method::Head ? found : routes[index_of(Method::Get)];
  }

  void list_allowed() {
    allowed.clear();
    for (const Method method : {Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete}) {
      if (route_for(method)) (allowed += name_of(method)) += ", ";
    }
    allowed += name_of(Method::Options);
  }
};

class Router::Group : public Routes {
 public:
  Group(Router& router, std::string plugin, ErrorShape errors)
      : router_(router), plugin_(std::move(plugin)), errors_(errors) {}

 protected:
  Route& add(Method method, std::string pattern, Access access, Handler handler) override {
    return router_.add(
        {method, std::move(pattern), std::move(access), std::move(handler), errors_, plugin_, router_.body_limit_});
  }

 private:
  Router& router_;
  std::string plugin_;
  ErrorShape errors_;
};

Router::Router(std::uint64_t body_limit) : body_limit_(body_limit), root_(std::make_unique<Node>()) {}
Router::~Router() = default;

Routes& Router::group(std::string plugin, ErrorShape errors) {
  return *groups_.emplace_back(std::make_unique<Group>(*this, std::move(plugin), errors));
}

void Router::disable(std::string_view plugin) { disabled_.emplace_back(plugin); }

Route& Router::add(Route route) {
  const auto segments = parse_pattern(route.pattern);
  std::vector<Node*> way{root_.get()};
  std::vector<std::string> names;
  for (const auto& segment : segments) {
    way.push_back(&way.back()->child(segment));
    if (segment.kind != PatternSegment::Kind::Fixed) names.push_back(segment.text);
  }
  Node& node = *way.back();
  const Route*& place = node.routes[index_of(route.method)];
  if (place) {
    throw std::runtime_error(fmt::format("{} {} of the plugin \"{}\" is taken by {} of the plugin \"{}\"",
                                         name_of(route.method), route.pattern, route.plugin, place->pattern,
                                         place->plugin));
  }
  Route& kept = routes_.emplace_back(std::move(route));
  place = &kept;
  node.names[index_of(kept.method)] = std::move(names);
  node.list_allowed();
  for (Node* passed : way) passed->note_shape(kept.errors);
  return kept;
}

// Fixed before integer before text; where a branch leads nowhere, the next one is tried.
const Router::Node* Router::find(const Node& node, std::span<const std::string> segments,
                                 std::vector<const std::string*>& values) {
  if (segments.empty()) return node.has_route() ? &node : nullptr;
  const auto& segment = segments.front();
  const auto rest = segments.subspan(1);
  if (const auto fixed = node.fixed.find(segment); fixed != node.fixed.end()) {
    if (const Node* found = find(*fixed->second, rest, values)) return found;
  }
  const auto through = [&](const std::unique_ptr<Node>& child) -> const Node* {
    if (!child) return nullptr;
    values.push_back(&segment);
    const Node* found = find(*child, rest, values);
    if (!found) values.pop_back();
    return found;
  };
  if (is_integer(segment)) {
    if (const Node* found = through(node.integer)) return found;
  }
  return segment.empty() ? nullptr : through(node.text);
}

// Where no route is: the shape that all routes below the deepest known part of the path agree upon.
ErrorShape Router::nearest_shape(std::span<const std::string> segments) const {
  const Node* node = root_.get();
  ErrorShape shape = ErrorShape::Page;
  for (const auto& segment : segments) {
    const auto fixed = node->fixed.find(segment);
    if (fixed != node->fixed.end()) {
      node = fixed->second.get();
    } else if (node->integer && is_integer(segment)) {
      node = node->integer.get();
    } else if (node->text) {
      node = node->text.get();
    } else {
      break;
    }
    shape = node->shape && !node->shapes_differ ? *node->shape : ErrorShape::Page;
  }
  return shape;
}

Match Router::match(Method method, std::span<const std::string> segments) const {
  Match match;
  std::vector<const std::string*> values;
  const Node* node = find(*root_, segments, values);
  if (!node) {
    match.errors = nearest_shape(segments);
    return match;
  }
  match.allowed = node->allowed;
  match.route = node->route_for(method);
  if (!match.route) {
    match.errors = node->own_shape();
    return match;
  }
  match.errors = match.route->errors;
  match.disabled = std::find(disabled_.begin(), disabled_.end(), match.route->plugin) != disabled_.end();
  const auto& names = node->names[index_of(match.route->method)];
  match.parameters.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) match.parameters.emplace_back(names[i], *values[i]);
  return match;
}

}  // namespace callboard::host
