// The routes that the host itself brings: the language switch, and what monitoring asks for.
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json.hpp>

#include "http/router.hpp"

namespace callboard::host {

// How to find out; called by any thread.
struct HostChecks {
  std::function<bool()> database_reachable;  // false, or throws: not ready
  std::function<nlohmann::json()> plugins;   // what runs and what failed
  std::function<std::string()> metrics;      // Prometheus' text format
};

//   POST /language    `language` (en, ru) for a year, then 303 to `next`, a path of this site
//   GET  /-/health    200: this process answers
//   GET  /-/ready     200, or 503 where the database does not
//   GET  /-/metrics
// Those under /-/ are for a local address: nginx keeps them from everybody else.
void add_host_routes(Router& router, HostChecks checks);

}  // namespace callboard::host
