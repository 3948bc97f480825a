// What all plugins brought for the administration. Filled once when the plugins have started; thread-safe afterwards.
#pragma once

#include "callboard/admin.hpp"

namespace callboard::host {

class PluginsAdminSite : public AdminSite {
 public:
  // Throws std::invalid_argument, with the resource's name, for a declaration that cannot work: without a name, a table
  // or a title, two of one name, a field that `search`, `sort` or `children` name and that is not there.
  void set(std::vector<AdminResource> resources, std::vector<PendingWork> pending, std::vector<DashboardPlot> plots);

  const std::vector<AdminResource>& resources() const override { return resources_; }
  const std::vector<PendingWork>& pending() const override { return pending_; }
  const std::vector<DashboardPlot>& plots() const override { return plots_; }

 private:
  std::vector<AdminResource> resources_;
  std::vector<PendingWork> pending_;
  std::vector<DashboardPlot> plots_;
};

}  // namespace callboard::host
