#include "tus_headers.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/chrono.h>

#include <callboard/crypto.hpp>
#include <callboard/encoding.hpp>

namespace portfolio::tus {

using namespace callboard;

namespace {

constexpr std::size_t kLongestMetadata = 16 * 1024;

[[noreturn]] void refuse_header(const std::string& what) {
  throw BadRequest(_("The server could not understand this request."), "tus: " + what);
}

// The usual alphabet, padded.
std::string decoded_base64(std::string_view text) {
  std::string url(text);
  while (!url.empty() && url.back() == '=') url.pop_back();
  std::replace(url.begin(), url.end(), '+', '-');
  std::replace(url.begin(), url.end(), '/', '_');
  auto bytes = from_base64url(url);
  if (!bytes) refuse_header("no base64");
  return std::move(*bytes);
}

void add_pair(std::map<std::string, std::string>& found, std::string_view pair) {
  while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
  const auto blank = pair.find(' ');
  const auto key = pair.substr(0, blank);
  if (key.empty()) refuse_header("metadata without a key");
  auto value = blank == std::string_view::npos ? std::string() : decoded_base64(pair.substr(blank + 1));
  if (!is_utf8(value) || value.find('\0') != std::string::npos) refuse_header("metadata that is no text");
  if (!found.emplace(std::string(key), std::move(value)).second) refuse_header("metadata with a key twice");
}

}  // namespace

void check_version(const Request& request) {
  if (request.header("Tus-Resumable") == kVersion) return;
  throw Error(HttpStatus::PreconditionFailed, {}, "tus: another version");
}

std::uint64_t number(const Request& request, std::string_view header) {
  const auto text = request.header(header);
  std::uint64_t value = 0;
  if (!text || text->empty()) refuse_header(std::string(header) + " is absent");
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == text->data() + text->size();
  if (!whole || value > static_cast<std::uint64_t>(INT64_MAX)) refuse_header(std::string(header) + " is no number");
  return value;
}

std::map<std::string, std::string> metadata(const Request& request) {
  std::map<std::string, std::string> found;
  auto rest = request.header("Upload-Metadata").value_or("");
  if (rest.size() > kLongestMetadata) refuse_header("metadata too long");
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    add_pair(found, rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return found;
}

std::optional<PieceChecksum> checksum(const Request& request) {
  const auto header = request.header("Upload-Checksum");
  if (!header) return std::nullopt;
  const auto blank = header->find(' ');
  if (blank == std::string_view::npos) refuse_header("a checksum without its value");
  const auto name = header->substr(0, blank);
  PieceChecksum sum;
  std::size_t length = 0;
  if (name == "sha1") {
    sum.algorithm = PieceChecksum::Algorithm::Sha1, length = 20;
  } else if (name == "sha256") {
    sum.algorithm = PieceChecksum::Algorithm::Sha256, length = 32;
  } else if (name == "crc32") {
    sum.algorithm = PieceChecksum::Algorithm::Crc32, length = 4;
  } else {
    refuse_header("an unknown checksum");
  }
  sum.digest = decoded_base64(header->substr(blank + 1));
  if (sum.digest.size() != length) refuse_header("a checksum of the wrong length");
  return sum;
}

std::string http_date(Time time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time))));
}

Response with_version(Response response) {
  response.headers().set("Tus-Resumable", kVersion);
  response.headers().set("Cache-Control", "no-store");
  return response;
}

}  // namespace portfolio::tus
