// The configuration: any text is settings, or errors that name the file.
#include "config/environment.hpp"
#include "config/settings.hpp"
#include "fuzz.hpp"

using namespace callboard;

namespace {

// Touches nothing of this machine.
class NoEnvironment : public host::ConfigEnvironment {
 public:
  std::string secret_file(const std::filesystem::path&) const override { return std::string(32, 's'); }
  std::string variable(const std::string&) const override { return std::string(32, 's'); }
  bool has_time_zone(const std::string& name) const override { return name == "UTC"; }
  unsigned cores() const override { return 2; }
  std::filesystem::path prefix() const override { return "/usr"; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    host::parse_settings_text(fuzz::text_of(data, size), "/etc/fuzz.toml", {}, std::make_shared<NoEnvironment>());
  } catch (const host::ConfigErrors& errors) {
    fuzz::promise(!errors.messages().empty(), "what is wrong is said");
    for (const auto& message : errors.messages()) fuzz::promise(!message.empty(), "no message is empty");
  }
  return 0;
}
