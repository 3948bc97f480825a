// Reads the bodies of /issue_key, /return_key and /cabinet/v1/handover.
#pragma once

#include <nlohmann/json.hpp>

#include "loan.hpp"

namespace key_cabinet {

// Throws BadRequest where `serial` is no text, `key` neither a text nor an integer (101 and "101" are
// one key), or either is missing, blank, too long or contains control characters. Blanks around a text
// belong to it: serials and keys are compared to the letter. `code`, four digits, may stand in place of `serial`.
LoanRequest loan_request(const nlohmann::json& body);
// The same with two serials, `serial` and `to`, and no code.
HandoverRequest handover_request(const nlohmann::json& body);

}  // namespace key_cabinet
