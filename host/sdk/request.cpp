#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "body_reader.hpp"
#include "callboard/accept.hpp"
#include "callboard/encoding.hpp"
#include "callboard/http.hpp"
#include "callboard/json_body.hpp"
#include "multipart.hpp"
#include "text_scan.hpp"

namespace callboard {
namespace {

constexpr std::size_t kMaxTarget = 8 * 1024;
constexpr std::size_t kMaxCookieHeader = 16 * 1024;
constexpr std::uint64_t kMaxFormText = 1024 * 1024;  // a urlencoded form lies in memory whole
constexpr std::string_view kMultipart = "multipart/form-data";
constexpr std::size_t kBodyChunk = 16 * 1024;

[[noreturn]] void bad_target(std::string log_text) {
  throw BadRequest(_("The address is not valid."), "target: " + std::move(log_text));
}

// The path and query of a request target. The absolute form must be understood too (RFC 9112, 3.2.2);
// its host has no say, since nginx has chosen the server already.
std::string_view origin_form(std::string_view target) {
  if (target.size() > kMaxTarget) bad_target("too long");
  if (has_control_characters(target) || target.find('#') != std::string_view::npos) bad_target("a forbidden character");
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!same_without_case(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
    break;
  }
  if (!target.starts_with('/')) bad_target("no path");
  return target;
}

std::string decoded_segment(std::string_view raw) {
  auto segment = percent_decode(raw);
  if (!segment) bad_target("a broken percent-encoding");
  if (!is_utf8(*segment)) bad_target("not UTF-8");
  if (has_control_characters(*segment)) bad_target("a control character");
  if (*segment == "." || *segment == "..") bad_target("a dot segment");
  return std::move(*segment);
}

// Each segment is decoded on its own, so that an encoded slash separates nothing. "/" has no segments;
// an empty one, as in "//" or after a trailing slash, is kept and matches no route.
std::vector<std::string> decoded_segments(std::string_view path) {
  std::vector<std::string> segments;
  path.remove_prefix(1);
  if (path.empty()) return segments;
  segments.reserve(static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) + 1);
  while (true) {
    const bool last = path.find('/') == std::string_view::npos;
    segments.push_back(decoded_segment(take_until(path, '/')));
    if (last) return segments;
  }
}

std::string joined(const std::vector<std::string>& segments) {
  if (segments.empty()) return "/";
  std::string path;
  for (const auto& segment : segments) (path += '/') += segment;
  return path;
}

std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

// A body that has been read already.
class TextSource : public BodySource {
 public:
  explicit TextSource(std::string_view text) : rest_(text) {}
  std::size_t read(std::span<char> into) override {
    const auto count = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

}  // namespace

Request::Request(RequestHead&& head, BodySource* body) : body_source_(body) {
  auto rest = origin_form(head.target);
  segments_ = decoded_segments(take_until(rest, '?'));
  query_text_ = rest;
  path_ = joined(segments_);
  auto content_type = head.headers.get("Content-Type").value_or(std::string_view());
  media_type_ = lower_case(trim(take_until(content_type, ';')));
  head_ = std::move(head);  // last, since the caller still needs it where this throws
}

Request::~Request() = default;

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const auto& [field, value] : head_.headers) {
    if (!same_without_case(field, "Cookie")) continue;
    auto rest = std::string_view(value).substr(0, kMaxCookieHeader);
    while (!rest.empty()) {
      auto pair = take_until(rest, ';');
      if (trim(take_until(pair, '=')) == name) return unquoted(trim(pair));
    }
  }
  return std::nullopt;
}

const std::string& Request::parameter(std::string_view name) const {
  for (const auto& [known, value] : parameters_) {
    if (known == name) return value;
  }
  throw std::logic_error("the route has no parameter " + std::string(name));
}

std::int64_t Request::positive_integer(const std::string& text) {
  std::int64_t value = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < 1) throw NotFound("a number in the path");
  return value;
}

const Form& Request::query() const {
  if (!query_) query_ = Form::parse(query_text_);
  return *query_;
}

// Links are put together by many hands: of a repeated parameter the first counts.
std::optional<std::string> Request::query(std::string_view name) const {
  auto values = query().all(name);
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

bool Request::wants_json() const {
  if (media_type_ == "application/json") return true;
  const auto accept = header("Accept");
  return accept && weight_of(*accept, "application/json") > weight_of(*accept, "text/html");
}

void Request::read_whole_body(std::uint64_t limit) const {
  BodyReader reader(body_source_, head_.content_length, limit);
  std::string body;
  body.reserve(static_cast<std::size_t>(head_.content_length.value_or(0)));
  std::array<char, kBodyChunk> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
  while (const auto count = reader.read(chunk)) body.append(chunk.data(), count);
  body_ = std::move(body);
}

const std::string& Request::body() const {
  if (body_) return *body_;
  if (streamed_ || (form_ && media_type_ == kMultipart)) throw std::logic_error("the body was streamed already");
  read_whole_body(body_limit_);
  return *body_;
}

std::size_t Request::read_body(std::span<char> into) const {
  if (body_ || form_) throw std::logic_error("the body was read whole already");
  if (!streamed_) streamed_ = std::make_shared<BodyReader>(body_source_, head_.content_length, body_limit_);
  return streamed_->read(into);
}

nlohmann::json Request::json() const {
  if (media_type_ != "application/json") {
    throw BadRequest(_("The body must be sent as application/json."), "json: another media type");
  }
  return parse_json_object(body());
}

const Form& Request::form() const {
  if (form_) return *form_;
  if (media_type_ == "application/x-www-form-urlencoded") {
    if (!body_) read_whole_body(std::min(body_limit_, kMaxFormText));
    form_ = Form::parse(*body_);
  } else if (media_type_ == kMultipart) {
    const auto content_type = header("Content-Type").value_or(std::string_view());
    if (body_) {
      TextSource text(*body_);
      form_ = parse_multipart(content_type, text, upload_folder_);
    } else {
      BodyReader reader(body_source_, head_.content_length, body_limit_);
      form_ = parse_multipart(content_type, reader, upload_folder_);
    }
  } else {
    form_.emplace();
  }
  return *form_;
}

bool Request::drain(std::uint64_t limit) {
  if (!body_source_) return true;
  std::array<char, kBodyChunk> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
  std::uint64_t total = 0;
  while (const auto count = body_source_->read(chunk)) {
    total += count;
    if (total > limit) return false;
  }
  return true;
}

std::string cookie_name(const Request& request, std::string_view name) {
  return (request.head().secure ? "__Host-" : "") + std::string(name);
}

}  // namespace callboard
