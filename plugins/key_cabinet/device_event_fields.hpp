// Reads the body of POST /cabinet/v1/events.
#pragma once

#include <nlohmann/json.hpp>

#include "device_event.hpp"

namespace key_cabinet {

// Throws BadRequest where anything in it is not as PROTOCOL.md says; the text names the event's place, from 1. What is
// not known is ignored, but for the event's identity.
DeviceBatch device_batch(const nlohmann::json& body);

}  // namespace key_cabinet
