// Why an item failed, as its row keeps it and as its owner reads it. Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>

#include "item.hpp"
#include "settings.hpp"

namespace portfolio {

// Its processing was tried several times and did not end well; it may be tried again.
inline constexpr const char* kNotProcessed = "not_processed";

std::string fault_name(callboard::PictureFault fault);
std::string fault_name(callboard::VideoFault fault);
callboard::Text fault_text(const Item& item, const Settings& settings);
// What a file's name tells before any of it has come: that it cannot be a photo, or a video. Nothing where it may be
// one, or where its name tells nothing.
std::optional<callboard::Text> name_fault(Kind kind, const std::string& file_name, const Settings& settings);

}  // namespace portfolio
