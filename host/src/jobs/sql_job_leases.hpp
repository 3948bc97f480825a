// JobLeases on the host's database.
#pragma once

#include "jobs/job_leases.hpp"

namespace callboard::host {

class SqlJobLeases : public JobLeases {
 public:
  explicit SqlJobLeases(Database& database) : database_(database) {}

  Time ready_at(const std::string& job) override;
  bool take(const std::string& job, const std::string& holder, Time now, Time until) override;
  bool renew(const std::string& job, const std::string& holder, Time until) override;
  bool release(const std::string& job, const std::string& holder, Time due_at) override;

 private:
  void make_row(const std::string& job);

  Database& database_;
};

}  // namespace callboard::host
