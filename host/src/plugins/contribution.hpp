// All that one plugin brought while it registered, besides its routes (those are in the router).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "callboard/registrar.hpp"

namespace callboard::host {

struct Contribution {
  std::string plugin;
  std::vector<Authenticator*> authenticators;
  std::vector<Job> jobs;
  std::vector<MenuEntry> menu;
  std::vector<HomePanel> home_panels;
  std::vector<Command> commands;
  std::vector<std::function<nlohmann::json()>> demos;
  std::vector<PersonalData> personal_data;
  std::vector<AdminResource> admin_resources;
  std::vector<PendingWork> pending;
  std::vector<DashboardPlot> plots;
  std::vector<const PeopleNames*> people_names;
  std::vector<std::function<void(Registrar&)>> later;
  std::map<std::string, void*, std::less<>> services;
};

}  // namespace callboard::host
