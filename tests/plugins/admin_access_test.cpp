// All plugins that are built, asked for their routes: whatever lies below /admin is for administrators alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_services.hpp"
#include "plugins/plugin_set.hpp"

namespace callboard::host {
namespace {

TEST(AdminAccess, EveryRouteBelowAdminIsForAdministrators) {
  testing::FakeHostServices fakes;
  PluginSet set;
  set.start({"accounts", "theatre_admin", "key_cabinet"}, {CALLBOARD_BINARY_DIR "/plugins"}, fakes.services,
            fakes.configuration, [](const std::string&) {});
  fakes.admin_site.set(set.admin_resources(), set.pending(), set.plots());
  set.complete(fakes.services, fakes.configuration, [](const std::string&) {});
  for (const auto& status : set.statuses()) {
    EXPECT_TRUE(status.running() || status.name == "key_cabinet") << status.name << ": " << status.problem;
  }
  int seen = 0;
  for (const auto& route : fakes.collected.routes) {
    if (route.pattern != "/admin" && !route.pattern.starts_with("/admin/")) continue;
    ++seen;
    EXPECT_EQ(route.access.kind, Access::Kind::Role) << route.pattern;
    EXPECT_EQ(route.access.role, "admin") << route.pattern;
  }
  EXPECT_GE(seen, 10);
}

}  // namespace
}  // namespace callboard::host
