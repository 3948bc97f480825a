// Which route answers a method and path: a tree of path segments, filled while plugins register and
// only read afterwards. Registration belongs to one thread; match() may run in any number of them.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/router.hpp"

namespace callboard::host {

// What the router knows about a method and path.
struct Match {
  const Route* route = nullptr;  // null: 404, or 405 where `allowed` is not empty
  bool disabled = false;         // the route's plugin did not start: 503
  Request::Parameters parameters;
  std::string allowed;                   // for Allow: "GET, HEAD, OPTIONS"; empty where nothing is there
  ErrorShape errors = ErrorShape::Page;  // how to report an error at this path, with or without a route
};

class Router {
 public:
  // `body_limit`, in bytes: of routes that say nothing else.
  explicit Router(std::uint64_t body_limit = 1024 * 1024);
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  // A plugin's way in. Adding throws std::runtime_error for a malformed pattern, and for a method and
  // pattern that are taken; both plugins are named then. Lives as long as the router.
  Routes& group(std::string plugin, ErrorShape errors);

  // The routes of a plugin that failed to start answer 503, those that it still adds included.
  void disable(std::string_view plugin);

  // `segments` are decoded. HEAD is answered by GET's route.
  Match match(Method method, std::span<const std::string> segments) const;

  // All routes in the order of their registration: for `callboard plugins` and tests.
  const std::deque<Route>& routes() const { return routes_; }

 private:
  struct Node;
  class Group;

  Route& add(Route route);
  static const Node* find(const Node& node, std::span<const std::string> segments,
                          std::vector<const std::string*>& values);
  ErrorShape nearest_shape(std::span<const std::string> segments) const;

  std::uint64_t body_limit_;
  std::deque<Route> routes_;
  std::vector<std::unique_ptr<Group>> groups_;
  std::vector<std::string> disabled_;
  std::unique_ptr<Node> root_;
};

}  // namespace callboard::host
