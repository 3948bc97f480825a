// An item's description as a form or a program gives it, checked against what there is: albums of one's own, shows of
// the playbill. Thread-safe.
#pragma once

#include "description_rules.hpp"
#include "foundation.hpp"
#include "sql_owners.hpp"

namespace portfolio {

class DescriptionCheck {
 public:
  explicit DescriptionCheck(const Foundation& foundation) : foundation_(foundation) {}

  Description checked(const callboard::Visitor& by, const DescriptionInput& input, Kind kind,
                      callboard::Faults& faults) const;

 private:
  const Foundation& foundation_;
};

// Why something found no place.
callboard::Text text_of(Reservation outcome);

}  // namespace portfolio
