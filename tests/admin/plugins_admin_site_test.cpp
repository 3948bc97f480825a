#include "admin/plugins_admin_site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace callboard::host {
namespace {

AdminResource halls() {
  return {.name = "halls",
          .record = "hall",
          .label = _("Halls"),
          .one = _("Hall"),
          .table = "halls",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true}},
          .search = {"name"},
          .sort = "-name"};
}

std::string fault_of(std::vector<AdminResource> resources) {
  try {
    PluginsAdminSite().set(std::move(resources), {}, {});
    return {};
  } catch (const std::invalid_argument& fault) {
    return fault.what();
  }
}

std::string fault_of(const std::function<void(AdminResource&)>& spoil) {
  auto resource = halls();
  spoil(resource);
  return fault_of({std::move(resource)});
}

TEST(AdminSite, FindsWhatWasDeclared) {
  PluginsAdminSite site;
  site.set({halls()}, {}, {});
  ASSERT_TRUE(site.find("halls"));
  EXPECT_EQ(site.find("halls")->table, "halls");
  EXPECT_FALSE(site.find("hall"));
}

TEST(AdminSite, RefusesTwoResourcesOfOneName) {
  EXPECT_THAT(fault_of({halls(), halls()}), ::testing::HasSubstr("halls"));
}

TEST(AdminSite, RefusesADeclarationThatCannotWork) {
  EXPECT_NE(fault_of([](auto& resource) { resource.table.clear(); }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.title.clear(); }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.search = {"nothing"}; }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.search_through = {resource.fields.front().name}; }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.sort = "nothing"; }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.fields.front().sortable = false; }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.fields.push_back(resource.fields.front()); }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.fields.front().name = "version"; }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.fields.front().kind = AdminKind::Reference; }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.actions.push_back({.name = "x", .label = _("X"), .run = {}}); }),
            "");
  EXPECT_EQ(fault_of([](auto&) {}), "");
}

TEST(AdminSite, AllowsChildrenOfAPluginThatIsSwitchedOff) {
  EXPECT_EQ(fault_of([](auto& resource) { resource.children = {{"lessons", "hall"}}; }), "");
  EXPECT_NE(fault_of([](auto& resource) { resource.children = {{"halls", "hall"}}; }), "");
}

}  // namespace
}  // namespace callboard::host
