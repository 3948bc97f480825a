#include <callboard/plugin.hpp>

using namespace callboard;

namespace props {

AdminResource props_resource() {
  return {.name = "props",
          .record = "prop",
          .label = _("Props"),
          .one = _("Prop"),
          .table = "props_props",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 100},
                     {.name = "state",
                      .label = _("State"),
                      .kind = AdminKind::Choice,
                      .filterable = true,
                      .required = true,
                      .choices = {{"whole", _("Whole")}, {"broken", _("Broken")}},
                      .initial = "whole"},
                     {.name = "pieces", .label = _("Pieces"), .kind = AdminKind::Number, .most = 999},
                     {.name = "used_in", .label = _("Used in"), .kind = AdminKind::Reference, .resource = "shows"}},
          .search = {"name"},
          .sort = "name"};
}

class PropsPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"props", "1.0"}; }

  void register_with(Registrar& host) override { host.admin_resource(props_resource()); }
};

}  // namespace props

CALLBOARD_PLUGIN(props::PropsPlugin)
