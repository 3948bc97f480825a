// What happened at a cabinet, as it tells it afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/services.hpp>

namespace key_cabinet {

inline constexpr std::size_t kMostDeviceEvents = 500;                    // in one batch
inline constexpr std::int64_t kGreatestSeq = std::int64_t{1} << 53;      // exact in every JSON reader
inline constexpr std::size_t kMaxEventType = 32, kMaxEventDetail = 500;  // characters, as in the schema

struct DeviceEvent {
  std::int64_t seq = 0;
  callboard::Time told;  // by the device's own clock
  std::string type;
  std::optional<std::string> serial;
  std::optional<std::string> key;
  std::optional<std::int64_t> slot;
  std::string detail;
  std::string fingerprint;  // of all that it says: with the cabinet and the number it is the event's identity
};

struct DeviceBatch {
  std::vector<DeviceEvent> events;
  std::optional<callboard::Time> now;  // the device's clock when it sent them
};

// Why an event did not fit: what the reply says, what an administrator reads. Empty where it fitted.
namespace conflict {
inline constexpr std::string_view kUnknownSerial = "unknown_serial", kUnknownKey = "unknown_key",
                                  kUnknownType = "unknown_type", kOvertaken = "overtaken", kNoAccess = "no_access",
                                  kAlreadyOut = "already_out", kHeldByOther = "held_by_other",
                                  kReturnedByOther = "returned_by_other", kNotOut = "not_out",
                                  kSeqReused = "seq_reused", kClock = "clock";
}  // namespace conflict

}  // namespace key_cabinet
