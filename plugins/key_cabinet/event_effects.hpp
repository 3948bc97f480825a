// What an event does to the loans: one small function for each type. Lives as long as the transaction of its batch.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_event_repository.hpp"

namespace key_cabinet {

// An event that is to take effect, and what is known of it.
struct ToldEvent {
  const DeviceEvent& event;
  CabinetId cabinet{};
  callboard::Time at;     // corrected
  bool in_order = false;  // no later event of this cabinet has taken effect yet
  std::optional<KeyId> key;
  std::optional<DeviceEventRepository::Holder> holder;
};

class EventEffects {
 public:
  EventEffects(callboard::Transaction& tx, const DeviceEventRepository& rows, const LoanRepository& loans,
               std::string zone)
      : tx_(tx), rows_(rows), loans_(loans), zone_(std::move(zone)) {}

  // Applies it; the conflict, or nothing where it fitted.
  std::string_view apply(const ToldEvent& told) const;

 private:
  using OpenLoan = DeviceEventRepository::OpenLoan;

  std::string_view issued(const ToldEvent& told) const;
  std::string_view returned(const ToldEvent& told) const;

  // Each says nothing where the loans changed under it: then all is looked at again.
  std::optional<std::string_view> issue_free(const ToldEvent& told) const;
  std::optional<std::string_view> issue_over(const ToldEvent& told, const OpenLoan& out) const;
  std::optional<std::string_view> give_back(const ToldEvent& told, const OpenLoan& out) const;
  // Whether there was a right to it then; nothing where the key is out meanwhile.
  std::optional<bool> open(const ToldEvent& told, callboard::Time when) const;

  callboard::Transaction& tx_;
  const DeviceEventRepository& rows_;
  const LoanRepository& loans_;
  std::string zone_;
};

// Whether somebody has to look at it: "conflict", "alarm", or nothing.
std::string_view matter_of(std::string_view type, std::string_view conflict);

}  // namespace key_cabinet
