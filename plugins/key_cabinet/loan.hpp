// A key that is asked for, brought back or handed over, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "holder.hpp"

namespace key_cabinet {

enum class LoanId : std::int64_t {};

// Who and which key, as the cabinet sent them: none blank, all within their lengths.
struct LoanRequest {
  std::string serial;
  std::string key;
  std::string code = {};  // a pickup code, in place of the serial
};

// The holder `serial` gives the key to the holder `to`.
struct HandoverRequest {
  std::string serial;
  std::string key;
  std::string to;
};

enum class Issue {
  Issued,
  UnknownSerial,
  UnknownCode,
  CodeWithoutHolder,  // the code holds, but its account is linked to no holder
  Blocked,
  NoAccess,
  Lost,
  OutOfService,
  OutsideHours,  // at another time the holder may
  AlreadyOut,
};
enum class Return { Returned, UnknownSerial, UnknownCode, CodeWithoutHolder, NotHeld };
enum class Handover { Done, UnknownGiver, MayNotHandOver, NotHeld, SameHolder, ReceiverRefused };

struct HandoverResult {
  Handover outcome = Handover::Done;
  Issue refusal = Issue::Issued;  // of ReceiverRefused: why
};

// How a key went out or came back. (What else stands in these columns is written by others.)
enum class Way { Cabinet, Code, Handover, Offline };

enum class KeyState { InService, Lost, OutOfService };

// What is known of a request's holder and key, to say why it was refused.
struct LoanParties {
  std::optional<HolderId> holder = {};
  bool blocked = false;
  bool returns_for_others = false;
  bool hands_over = false;
  std::optional<KeyId> key = {};
  KeyState state = KeyState::InService;
  bool right_now = false;
  bool right_ever = false;  // now, or at another time
};

}  // namespace key_cabinet
