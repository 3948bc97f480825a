// Who makes the request. The first argument of every use case, so that none can forget to ask.
// An immutable value once the pipeline has made it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace callboard {

enum class UserId : std::int64_t {};
enum class DeviceId : std::int64_t {};

// A language of the site, by its ISO 639-1 code.
enum class Language { English, Russian };
constexpr std::string_view code_of(Language language) { return language == Language::Russian ? "ru" : "en"; }

// Console is who runs a command on the host itself: whoever can do that may do all.
struct Visitor {
  enum class Kind { Anonymous, Person, Device, Console };

  Kind kind = Kind::Anonymous;
  UserId user{};      // of a Person
  DeviceId device{};  // of a Device
  std::string name;   // the user name, or the device's name: for pages, never for a decision
  std::vector<std::string> roles;
  Language language = Language::English;
  std::string session;                  // the session's public id; empty without one
  bool recently_authenticated = false;  // the password was given within the last minutes

  bool is_person() const { return kind == Kind::Person; }
  bool is_device() const { return kind == Kind::Device; }
  bool is_console() const { return kind == Kind::Console; }
  bool has_role(std::string_view role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }
};

// The visitor of a command line.
inline Visitor console() {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Console;
  return visitor;
}

}  // namespace callboard
