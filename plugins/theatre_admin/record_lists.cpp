#include "record_lists.hpp"

namespace theatre_admin {

using namespace callboard;

void RecordLists::add_routes(Registrar& host, const AdminResource& resource) {
  check_names(resource);
  const auto path = address_of(resource);
  const auto reads = role("admin");
  auto& routes = host.routes();
  routes.get(path, reads, [this, &resource](const Request& request, const Visitor& by) {
    return list_.show(resource, request, by);
  });
  routes.get(path + "/export.csv", reads, [this, &resource](const Request& request, const Visitor& by) {
    return export_.csv(resource, request, by);
  });
  routes
      .get(path + "/export.xlsx", reads,
           [this, &resource](const Request& request, const Visitor& by) { return export_.xlsx(resource, request, by); })
      .heavy = true;
  routes
      .post(path + "/selection", resource.recent ? reads.recently() : reads,
            [this, &resource](const Request& request, const Visitor& by) {
              return selection_.post(resource, request, by);
            })
      .heavy = true;
}

}  // namespace theatre_admin
