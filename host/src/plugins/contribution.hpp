// All that one plugin brought while it registered, besides its routes (those are in the router).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "callboard/registrar.hpp"

namespace callboard::host {

struct Contribution {
  std::vector<Authenticator*> authenticators;
  std::vector<Job> jobs;
  std::vector<MenuEntry> menu;
  std::vector<HomePanel> home_panels;
  std::vector<Command> commands;
  std::vector<std::function<nlohmann::json()>> demos;
  std::vector<PersonalData> personal_data;
  std::map<std::string, void*, std::less<>> services;
};

}  // namespace callboard::host
