#include "process/inheritance.hpp"

#include <fcntl.h>
#include <stdlib.h>

#include <stdexcept>

namespace callboard::host {
namespace {

constexpr const char* kVariable = "CALLBOARD_INHERITANCE";

void let_through(int fd, bool through) {
  if (fd >= 0) ::fcntl(fd, F_SETFD, through ? 0 : FD_CLOEXEC);
}

nlohmann::json to_json(const InheritedChild& child) {
  return {{"pid", child.pid}, {"jobs", child.role == Role::Jobs}, {"index", child.index}, {"draining", child.draining}};
}

InheritedChild child_from(const nlohmann::json& json) {
  return {json.at("pid").get<pid_t>(), json.at("jobs").get<bool>() ? Role::Jobs : Role::Worker,
          json.at("index").get<unsigned>(), json.at("draining").get<bool>()};
}

}  // namespace

std::optional<Inheritance> Inheritance::take() {
  const char* const text = ::getenv(kVariable);
  if (text == nullptr) return std::nullopt;
  const std::string copy(text);
  ::unsetenv(kVariable);
  try {
    const auto json = nlohmann::json::parse(copy);
    Inheritance all{Listener::inherited(json.at("listener"), json.at("address"), json.at("owns_file")),
                    UniqueFd(json.at("counters").get<int>()),
                    {json.at("generation"), {}}};
    let_through(all.counters.get(), false);
    for (const auto& child : json.at("children")) all.predecessor.children.push_back(child_from(child));
    return all;
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(fmt::format("{}: {}", kVariable, error.what()));
  }
}

void Inheritance::leave(const Listener& listener, int counters, const Predecessor& self) {
  nlohmann::json json{{"listener", listener.fd()},         {"address", listener.address()},
                      {"owns_file", listener.owns_file()}, {"counters", counters},
                      {"generation", self.generation},     {"children", nlohmann::json::array()}};
  for (const InheritedChild& child : self.children) json["children"].push_back(to_json(child));
  ::setenv(kVariable, json.dump().c_str(), 1);
  let_through(listener.fd(), true);
  let_through(counters, true);
}

void Inheritance::revoke(const Listener& listener, int counters) {
  ::unsetenv(kVariable);
  let_through(listener.fd(), false);
  let_through(counters, false);
}

}  // namespace callboard::host
