// What all plugins keep about a person. Filled once when the plugins have started; thread-safe afterwards.
#pragma once

#include "callboard/audit.hpp"
#include "callboard/personal_data.hpp"

namespace callboard::host {

class PluginsPeoplesData : public PeoplesData {
 public:
  explicit PluginsPeoplesData(AuditLog& audit) : audit_(audit) {}
  void set(std::vector<PersonalData> parts) { parts_ = std::move(parts); }

  nlohmann::json collect(Transaction& tx, UserId user) const override;
  void erase(Transaction& tx, UserId user) const override;

 private:
  AuditLog& audit_;
  std::vector<PersonalData> parts_;
};

}  // namespace callboard::host
