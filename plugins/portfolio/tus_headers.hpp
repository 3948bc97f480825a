// The headers of tus 1.0 (tus.io/protocols/resumable-upload), read and written. Pure functions; thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <callboard/http.hpp>
#include <callboard/partial_files.hpp>
#include <callboard/services.hpp>

namespace portfolio::tus {

inline constexpr const char* kVersion = "1.0.0";
inline constexpr const char* kExtensions = "creation,creation-with-upload,checksum,expiration,termination";
inline constexpr const char* kChecksums = "sha1,sha256,crc32";
inline constexpr const char* kPieceType = "application/offset+octet-stream";

// Throws status 412 where the client speaks another version.
void check_version(const callboard::Request& request);
// A header that is a whole number. Throws BadRequest where it is absent or none.
std::uint64_t number(const callboard::Request& request, std::string_view header);
// `Upload-Metadata`, decoded. Throws BadRequest where it is malformed or too long.
std::map<std::string, std::string> metadata(const callboard::Request& request);
// `Upload-Checksum`, or nothing without one. Throws BadRequest for an algorithm that is not ours.
std::optional<callboard::PieceChecksum> checksum(const callboard::Request& request);
// As RFC 9110, 5.6.7 writes times.
std::string http_date(callboard::Time time);
// What stands in every answer.
callboard::Response with_version(callboard::Response response);

}  // namespace portfolio::tus
