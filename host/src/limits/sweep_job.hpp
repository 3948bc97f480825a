// The job that removes what the rate limits no longer need.
#pragma once

#include "jobs/job_runner.hpp"
#include "limits/sql_rate_limiter.hpp"

namespace callboard::host {

// Sweeps in portions of at most `portion` rows, since one large delete would hold its locks for long; ends early
// after `most` of them, and goes on at the next run.
void sweep_rate_limits(SqlRateLimiter& limiter, int portion = 500, int most = 200);

void add_rate_limit_job(JobRunner& runner, SqlRateLimiter& limiter);

}  // namespace callboard::host
