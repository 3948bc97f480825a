#include "limits/sweep_job.hpp"

namespace callboard::host {

void sweep_rate_limits(SqlRateLimiter& limiter, int portion, int most) {
  for (int i = 0; i < most; ++i) {
    if (limiter.sweep(portion) < portion) return;
  }
}

void add_rate_limit_job(JobRunner& runner, SqlRateLimiter& limiter) {
  runner.add("host.rate_limits", {"rate_limits", std::chrono::minutes(5), [&limiter] { sweep_rate_limits(limiter); }});
}

}  // namespace callboard::host
