#include "client.hpp"

#include <callboard/encoding.hpp>

namespace accounts {

using namespace callboard;

namespace {

constexpr std::size_t kMostAgent = 300;

// Whatever a client calls itself: only printable ASCII of it is kept.
std::string agent_of(const Request& request) {
  std::string agent;
  for (const char c : request.header("User-Agent").value_or("")) {
    if (c >= ' ' && c <= '~') agent += c;
    if (agent.size() == kMostAgent) break;
  }
  return agent;
}

}  // namespace

Client client_of(const Request& request) {
  return {request.head().remote_address.substr(0, 64), agent_of(request), request.language()};
}

}  // namespace accounts
