// Reviews and decisions as tables of the administration: to search, to filter, to export; only read there.
#pragma once

#include <callboard/admin.hpp>

namespace reviews {

callboard::AdminResource reviews_resource(callboard::Engine engine);
callboard::AdminResource decisions_resource();

}  // namespace reviews
