#include "people/plugins_peoples_data.hpp"

#include <set>
#include <stdexcept>

namespace callboard::host {
namespace {

// Runs one part's function. The database tells by its connection whether to try again, not by what is thrown.
template <typename Run>
auto named(const std::string& section, const Run& run) {
  const auto text = [&](const std::exception& error) { return "personal data \"" + section + "\": " + error.what(); };
  try {
    return run();
  } catch (const Error& error) {
    throw Error(error.status(), error.public_text(), text(error));
  } catch (const std::exception& error) {
    throw std::runtime_error(text(error));
  }
}

}  // namespace

void PluginsPeoplesData::set(std::vector<PersonalData> parts) {
  std::set<std::string> sections;
  for (const auto& part : parts) {
    const auto fault = [&](const char* what) {
      throw std::invalid_argument("personal data \"" + part.section + "\": " + what);
    };
    if (part.section.empty()) fault("the section has no name");
    if (!part.collect || !part.erase) fault("collect or erase is missing");
    if (!sections.insert(part.section).second) fault("two plugins have a section of this name");
  }
  parts_ = std::move(parts);
}

nlohmann::json PluginsPeoplesData::collect(Transaction& tx, UserId user) const {
  auto all = nlohmann::json::object();
  for (const auto& part : parts_) {
    auto data = named(part.section, [&] { return part.collect(tx, user); });
    if (!data.empty()) all[part.section] = std::move(data);
  }
  return all;
}

// The audit log comes last: a part may have recorded what it removed.
void PluginsPeoplesData::erase(Transaction& tx, UserId user) const {
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
    named(part->section, [&] { part->erase(tx, user); });
  }
  audit_.erase(tx, user);
}

}  // namespace callboard::host
