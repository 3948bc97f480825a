#include "admin/plugins_admin_site.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace callboard::host {
namespace {

[[noreturn]] void fault(const AdminResource& resource, const std::string& what) {
  throw std::invalid_argument("the admin resource \"" + resource.name + "\": " + what);
}

const AdminField* field_of(const AdminResource& resource, const std::string& name) {
  const auto found =
      std::find_if(resource.fields.begin(), resource.fields.end(), [&](const auto& f) { return f.name == name; });
  return found == resource.fields.end() ? nullptr : &*found;
}

bool is_reference(AdminKind kind) { return kind == AdminKind::Reference || kind == AdminKind::References; }

void check_fields(const AdminResource& resource) {
  std::set<std::string> names{"id", "version"};
  for (const auto& field : resource.fields) {
    if (field.name.empty() || !names.insert(field.name).second) fault(resource, "two fields \"" + field.name + "\"");
    if (is_reference(field.kind) && field.resource.empty()) fault(resource, field.name + " refers to nothing");
  }
  for (const auto& name : resource.search) {
    if (!field_of(resource, name)) fault(resource, "is searched by \"" + name + "\", which is no field");
  }
  for (const auto& name : resource.search_through) {
    const auto* field = field_of(resource, name);
    if (!field || field->kind != AdminKind::Reference) {
      fault(resource, "is searched through \"" + name + "\", which is no reference");
    }
  }
  const auto sorted = resource.sort.substr(resource.sort.starts_with('-') ? 1 : 0);
  if (const auto* field = field_of(resource, sorted); !sorted.empty() && (!field || !field->sortable)) {
    fault(resource, "is sorted by \"" + sorted + "\", which is not sortable");
  }
}

void check(const AdminResource& resource) {
  if (resource.name.empty() || resource.record.empty() || resource.table.empty() || resource.title.empty()) {
    fault(resource, "it needs a name, a record, a table and a title");
  }
  check_fields(resource);
  for (const auto& action : resource.actions) {
    if (action.name.empty() || !action.run) fault(resource, "an action lacks its name or its function");
  }
}

}  // namespace

void PluginsAdminSite::set(std::vector<AdminResource> resources, std::vector<PendingWork> pending,
                           std::vector<DashboardPlot> plots) {
  std::set<std::string> names;
  for (const auto& resource : resources) {
    check(resource);
    if (!names.insert(resource.name).second) fault(resource, "two plugins have one of this name");
  }
  for (const auto& resource : resources) {
    for (const auto& children : resource.children) {
      const auto other = std::find_if(resources.begin(), resources.end(),
                                      [&](const auto& candidate) { return candidate.name == children.resource; });
      // The other plugin may be switched off; then there is nothing to show.
      if (other != resources.end() && !field_of(*other, children.field)) {
        fault(resource, "its children " + children.resource + " have no field \"" + children.field + "\"");
      }
    }
  }
  resources_ = std::move(resources);
  pending_ = std::move(pending);
  plots_ = std::move(plots);
}

}  // namespace callboard::host
