#include "callboard/admin.hpp"

#include <algorithm>
#include <utility>

namespace callboard {

AdminRefusal::AdminRefusal(Text why) : Conflict("an admin action was refused: " + why.english(), std::move(why)) {}
AdminRefusal::AdminRefusal(Faults faults) : Conflict("an admin form was refused"), faults_(std::move(faults)) {}
AdminRefusal::~AdminRefusal() = default;

const AdminResource* AdminSite::find(std::string_view name) const {
  const auto& all = resources();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& resource) { return resource.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace callboard
