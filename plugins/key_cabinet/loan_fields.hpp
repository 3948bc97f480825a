// Reads the body of /issue_key and /return_key.
#pragma once

#include <nlohmann/json.hpp>

#include "loan.hpp"

namespace key_cabinet {

// Throws BadRequest where `serial` is no text, `key` neither a text nor an integer (101 and "101" are
// one key), or either is missing, blank, too long or contains control characters. Blanks around a text
// belong to it.
LoanRequest loan_request(const nlohmann::json& body);

}  // namespace key_cabinet
