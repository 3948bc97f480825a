// multipart/form-data (RFC 7578), streamed: fields into the form, files into temporary ones.
#pragma once

#include <filesystem>
#include <string_view>

#include "callboard/http.hpp"

namespace callboard {

// Reads `body` to its end. Files that were begun are removed when this throws: BadRequest for
// anything malformed or truncated and for too many parts, ContentTooLarge for too long fields.
Form parse_multipart(std::string_view content_type, BodySource& body, const std::filesystem::path& upload_folder);

}  // namespace callboard
