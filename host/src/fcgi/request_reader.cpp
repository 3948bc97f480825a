#include "fcgi/request_reader.hpp"

#include <sys/random.h>

#include <charconv>
#include <cstring>

namespace callboard::host {
namespace {

constexpr std::size_t kLongestId = 64;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// The id goes into logs and a header, so only harmless characters pass.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

std::string new_id() {
  std::array<unsigned char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) return "0";
  std::string id;
  for (const unsigned char byte : bytes) fmt::format_to(std::back_inserter(id), "{:02x}", byte);
  return id;
}

// HTTP_ACCEPT_LANGUAGE (without HTTP_) becomes Accept-Language.
std::string header_name(std::string_view parameter) {
  std::string name(parameter);
  bool first = true;
  for (char& c : name) {
    if (c == '_')
      c = '-';
    else if (!first && c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
    first = c == '-';
  }
  return name;
}

std::uint64_t content_length(std::string_view text) {
  std::uint64_t length = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc() || stop != text.data() + text.size()) throw BadRequest({}, "Content-Length is no number");
  return length;
}

void add_header(RequestHead& head, const HeadLimits& limits, std::string name, std::string_view value) {
  if (head.headers.size() >= limits.headers) {
    throw Error(HttpStatus::HeadersTooLarge, {}, fmt::format("more than {} header fields", limits.headers));
  }
  head.headers.add(std::move(name), std::string(value));
}

void apply(RequestHead& head, const HeadLimits& limits, std::string_view name, std::string_view value) {
  if (name.starts_with("HTTP_")) {
    // nginx repeats these two; CONTENT_TYPE and CONTENT_LENGTH are what counts.
    if (name == "HTTP_CONTENT_TYPE" || name == "HTTP_CONTENT_LENGTH") return;
    if (name == "HTTP_HOST") head.host = value;
    add_header(head, limits, header_name(name.substr(5)), value);
  } else if (name == "REQUEST_METHOD") {
    head.method = method_from(value);
  } else if (name == "REQUEST_URI") {
    head.target = value;
  } else if (name == "CONTENT_TYPE") {
    if (!value.empty()) add_header(head, limits, "Content-Type", value);
  } else if (name == "CONTENT_LENGTH") {
    if (!value.empty()) head.content_length = content_length(value);
  } else if (name == "REMOTE_ADDR") {
    head.remote_address = value;
  } else if (name == "HTTPS") {
    head.secure = value == "on";
  } else if (name == "REQUEST_ID") {
    if (is_id(value)) head.id = value;
  } else if (name == "CLIENT_CERTIFICATE") {
    // A header of that name would arrive as HTTP_CLIENT_CERTIFICATE, so no client can forge this.
    head.client_certificate = value;
  } else if (name == "CLIENT_SERIAL") {
    head.client_serial = value;
  }
}

}  // namespace

void read_head(const char* const* parameters, const HeadLimits& limits, RequestHead& head) {
  std::optional<std::exception_ptr> fault;
  std::size_t bytes = 0;
  for (auto entry = parameters; *entry != nullptr && !fault; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    bytes += text.size();
    try {
      if (bytes > limits.bytes)
        throw Error(HttpStatus::HeadersTooLarge, {}, fmt::format("the head has more than {} bytes", limits.bytes));
      if (equals != std::string_view::npos) apply(head, limits, text.substr(0, equals), text.substr(equals + 1));
    } catch (const Error&) {
      fault = std::current_exception();
    }
  }
  if (head.id.empty()) head.id = new_id();
  if (fault) std::rethrow_exception(*fault);
  if (head.target.empty()) throw BadRequest({}, "no REQUEST_URI");
}

std::size_t FastCgiBody::read(std::span<char> into) {
  if (length_) {
    const std::uint64_t left = *length_ - received_;
    if (left < into.size()) into = into.first(static_cast<std::size_t>(left));
  }
  if (into.empty()) return 0;
  const std::size_t count = receive(into);
  if (count == 0 && (length_ || FCGX_GetError(in_) != 0)) {
    throw BadRequest({}, fmt::format("the body ended after {} bytes", received_));
  }
  return count;
}

// Takes what libfcgi has buffered, and lets it read from the socket only when there is nothing: so
// each call ends after one piece, and the deadline follows what arrives.
std::size_t FastCgiBody::receive(std::span<char> into) {
  extend_deadline();
  const int first = FCGX_GetChar(in_);
  if (first < 0) return 0;
  into[0] = static_cast<char>(first);
  const auto buffered = static_cast<std::size_t>(in_->stop - in_->rdNext);
  const auto more = static_cast<int>(std::min(buffered, into.size() - 1));
  const auto count = 1 + static_cast<std::size_t>(more > 0 ? FCGX_GetStr(into.data() + 1, more, in_) : 0);
  received_ += count;
  return count;
}

void FastCgiBody::extend_deadline() {
  if (in_->rdNext != in_->stop) return;
  if (!started_) started_ = Connection::Clock::now();
  connection_.enter(Connection::Phase::Receiving,
                    *started_ + pace_.grace + std::chrono::seconds(received_ / pace_.bytes_per_second));
}

bool FastCgiBody::drain(std::uint64_t limit) {
  std::array<char, 8192> sink;
  std::uint64_t dropped = 0;
  while (dropped <= limit) {
    const std::size_t count = receive(sink);
    if (count == 0) return FCGX_GetError(in_) == 0;
    dropped += count;
  }
  return false;
}

}  // namespace callboard::host
