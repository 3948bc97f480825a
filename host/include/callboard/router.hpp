// Routes: which handler answers which method and path, and who may ask. There is no way to add a
// route without stating its access.
//
// Patterns: "/courses/{id}" takes one segment, "/courses/{id:int}" only one of digits. A fixed
// segment wins over a parameter, whatever the order of registration. The same method and pattern
// twice is an error at start.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "callboard/api.hpp"
#include "callboard/http.hpp"
#include "callboard/visitor.hpp"

namespace callboard {

// Who may use a route.
struct Access {
  enum class Kind { Everyone, SignedIn, Role, Device };
  Kind kind;
  std::string role;     // of Kind::Role
  bool recent = false;  // and the password was given within the last minutes

  // The same people, but only where they gave their password just now: role("admin").recently().
  Access recently() const {
    Access access = *this;
    access.recent = true;
    return access;
  }
};

inline const Access everyone{Access::Kind::Everyone, {}};
inline const Access signed_in{Access::Kind::SignedIn, {}};
inline const Access device{Access::Kind::Device, {}};
inline const Access recently_authenticated{Access::Kind::SignedIn, {}, true};
inline Access role(std::string name) { return {Access::Kind::Role, std::move(name)}; }

// How a group of routes reports an error, 404, 405 and 413 included.
enum class ErrorShape {
  Page,     // a page; {"message": …} for a client that speaks JSON
  Message,  // always {"message": …}
  Error,    // always {"error": …}
};

using Handler = std::function<Response(const Request&, const Visitor&)>;

struct Route {
  Method method = Method::Get;
  std::string pattern;
  Access access = everyone;
  Handler handler;
  ErrorShape errors = ErrorShape::Page;
  std::string plugin;                         // who brought it
  std::uint64_t body_limit = 1024ULL * 1024;  // bytes; beyond it 413
  // It keeps its thread for tens of milliseconds or more (a password's hash, a picture). Such requests have
  // threads of their own, so that however many come, other pages are not slowed; too many at once get 503.
  bool heavy = false;
};

// A plugin's way to the router; every route added through it reports errors in its group's shape.
class CALLBOARD_API Routes {
 public:
  virtual ~Routes();

  Route& get(std::string pattern, Access access, Handler handler);  // answers HEAD too
  Route& post(std::string pattern, Access access, Handler handler);
  Route& put(std::string pattern, Access access, Handler handler);
  Route& patch(std::string pattern, Access access, Handler handler);
  Route& del(std::string pattern, Access access, Handler handler);
  // Only where the answer has more to say than `Allow`: without such a route the host answers.
  Route& options(std::string pattern, Access access, Handler handler);

 protected:
  // Keeps the route; the reference stays valid while plugins register.
  virtual Route& add(Method method, std::string pattern, Access access, Handler handler) = 0;
};

// Finds out who a visitor is. Plugins provide them; the pipeline asks each in turn.
class CALLBOARD_API Authenticator {
 public:
  virtual ~Authenticator();
  // What kind of visitor this one can recognise: routes that need a kind nobody recognises are 503.
  virtual Visitor::Kind recognises() const = 0;
  // The visitor, or nothing where the request carries no credential of this kind. Throws
  // Unauthorized where it carries one that does not hold.
  virtual std::optional<Visitor> authenticate(const Request& request) = 0;
};

}  // namespace callboard
