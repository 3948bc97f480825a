// What all plugins keep about a person. Filled once when the plugins have started; thread-safe afterwards.
#pragma once

#include "callboard/audit.hpp"
#include "callboard/personal_data.hpp"

namespace callboard::host {

// What a part throws names its section in its log text, so that one sees whose it was; the status and the public
// text of an Error stay.
class PluginsPeoplesData : public PeoplesData {
 public:
  explicit PluginsPeoplesData(AuditLog& audit) : audit_(audit) {}
  // Throws std::invalid_argument where a section has no name, lacks a function, or stands there twice.
  void set(std::vector<PersonalData> parts);

  nlohmann::json collect(Transaction& tx, UserId user) const override;
  void erase(Transaction& tx, UserId user) const override;

 private:
  AuditLog& audit_;
  std::vector<PersonalData> parts_;
};

}  // namespace callboard::host
