// A plugin of a later SDK: whatever lies behind the stamp must not be touched.
#include <callboard/plugin.hpp>

namespace {

constexpr callboard::AbiStamp later() {
  auto stamp = callboard::abi_stamp();
  stamp.sdk += 1;
  return stamp;
}

}  // namespace

extern "C" CALLBOARD_API const callboard::PluginEntry callboard_plugin;
const callboard::PluginEntry callboard_plugin = {later(), nullptr, nullptr};
