// What the dispatcher calls: how a request becomes a response. Called from many threads at once.
#pragma once

#include <functional>

#include "callboard/errors.hpp"
#include "callboard/http.hpp"

namespace callboard::host {

// Answers one request; the pipeline, with its own handling of errors. What still comes out of it as an
// exception is logged and becomes a plain 500.
using Answer = std::function<Response(Request&)>;

// Answers what could not be made into a Request: bad encoding in the path, too many headers. The head
// holds what was understood.
using Refuse = std::function<Response(const RequestHead&, const Error&)>;

// The status and its name as plain text.
Response plain_refusal(HttpStatus status);

}  // namespace callboard::host
