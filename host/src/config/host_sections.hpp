// The host's own sections, one function each. What is wrong is added to `faults`.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "config/section_reader.hpp"
#include "config/settings.hpp"

namespace callboard::host {

// What was asked for in each section.
using KnownSettings = std::vector<std::pair<std::string, std::string>>;

class HostSections {
 public:
  HostSections(std::shared_ptr<const ConfigDocument> document, std::vector<std::string>& faults)
      : document_(std::move(document)), faults_(faults) {}

  // In an order in which each default's source is read before it.
  void read_into(Settings& settings);
  const KnownSettings& known() const { return known_; }

 private:
  template <typename Read>
  void section(const std::string& name, const Read& read, bool has_sections = false);
  void refuse_unknown_sections();
  void warn_of_idle_plugin_sections(Settings& settings) const;

  std::shared_ptr<const ConfigDocument> document_;
  std::vector<std::string>& faults_;
  KnownSettings known_;
  std::vector<std::string> names_;
};

}  // namespace callboard::host
