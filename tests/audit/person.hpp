// Somebody signed in, for tests of the audit log.
#pragma once

#include "callboard/visitor.hpp"

namespace callboard::host {

inline Visitor person(std::int64_t id) {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Person;
  visitor.user = UserId{id};
  return visitor;
}

}  // namespace callboard::host
