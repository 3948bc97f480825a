// A key that is asked for or brought back, and what became of it.
#pragma once

#include <optional>
#include <string>

#include "holder.hpp"

namespace key_cabinet {

// Serial and key as the cabinet sent them: neither blank, both within their length.
struct LoanRequest {
  std::string serial;
  std::string key;
};

enum class Issue { Issued, UnknownSerial, NoAccess, AlreadyOut };
enum class Return { Returned, UnknownSerial, NotHeld };

// What is known of a request's holder and key, to say why it was refused.
struct LoanParties {
  std::optional<HolderId> holder;
  std::optional<KeyId> key;
  bool has_access = false;
};

}  // namespace key_cabinet
