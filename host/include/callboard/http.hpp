// A request and a response as values. A handler gets a Request that was checked (path, encoding,
// size) and returns a Response; what goes over the wire is the host's business.
//
// A Request belongs to the thread that answers it: parsing is lazy and remembered, so it is neither
// copied nor shared.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"
#include "callboard/errors.hpp"
#include "callboard/form.hpp"
#include "callboard/http_status.hpp"
#include "callboard/text.hpp"
#include "callboard/visitor.hpp"

namespace callboard {

// Header fields in their order; names are compared without case (RFC 9110, 5.1).
class CALLBOARD_API Headers {
 public:
  void add(std::string name, std::string value);
  // Replaces all fields of that name.
  void set(std::string_view name, std::string value);
  // The first field of that name.
  std::optional<std::string_view> get(std::string_view name) const;

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// Where a request's body comes from. Read once, front to back.
class CALLBOARD_API BodySource {
 public:
  virtual ~BodySource();
  // Bytes read, 0 at the end. Throws BadRequest when the client went away before the end.
  virtual std::size_t read(std::span<char> into) = 0;
};

// What arrived, before anything is made of it.
struct RequestHead {
  Method method = Method::Get;
  std::string target;  // the raw path and query, as in the request line ("/courses/7?q=%D0%B0")
  Headers headers;
  std::optional<std::uint64_t> content_length;
  std::string remote_address;      // the client's IP address, as nginx saw it
  std::string id;                  // nginx's request id; in every log line and in X-Request-Id
  std::string client_certificate;  // the verified subject's distinguished name, or empty
  std::string client_serial;       // that certificate's serial number, hexadecimal and upper case; or empty
  bool secure = false;             // it came over TLS
  std::string host;                // the Host header
};

class CALLBOARD_API Request {
 public:
  // `body` may be null for a request without one, and must outlive the request.
  // Throws BadRequest for a target that is no valid percent-encoded UTF-8 path; `head` is untouched then.
  explicit Request(RequestHead&& head, BodySource* body = nullptr);
  explicit Request(const RequestHead& head, BodySource* body = nullptr) : Request(RequestHead(head), body) {}
  ~Request();
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  const RequestHead& head() const { return head_; }
  Method method() const { return head_.method; }
  // Decoded, without the query; for routing use `segments()`: an encoded slash is no separator.
  const std::string& path() const { return path_; }
  const std::vector<std::string>& segments() const { return segments_; }
  const std::string& id() const { return head_.id; }

  std::optional<std::string_view> header(std::string_view name) const { return head_.headers.get(name); }
  // A cookie's value (RFC 6265); the first of that name.
  std::optional<std::string_view> cookie(std::string_view name) const;

  // A path parameter of the route: `{id}`. T is std::string, an integer, or a strong id
  // (an enum over std::int64_t). NotFound where the text is no such value or less than 1.
  template <typename T>
  T path(std::string_view name) const;

  // A parameter of the query string (the first of that name), or nothing. Throws BadRequest where the query is not
  // valid.
  std::optional<std::string> query(std::string_view name) const;
  const Form& query() const;

  // The media type of the body, lower case and without parameters ("application/json"); may be empty.
  const std::string& media_type() const { return media_type_; }
  // The client speaks JSON: its body is JSON, or it prefers JSON to HTML.
  bool wants_json() const;

  // The whole body, read once. Throws ContentTooLarge beyond the route's limit.
  const std::string& body() const;
  // The next bytes of a body that is read in pieces instead, front to back; 0 at the end. For bodies that do not fit
  // into memory; what was read so is in none of body(), json() and form(). Throws ContentTooLarge beyond the route's
  // limit, BadRequest where the client went away before the end.
  std::size_t read_body(std::span<char> into) const;
  // The body as a JSON object (RFC 8259). Throws BadRequest for another media type, malformed or
  // too deep JSON, invalid UTF-8, a repeated member, or a value that is no object.
  nlohmann::json json() const;
  // The fields and files of a urlencoded or multipart body; empty for another media type.
  // Files are streamed to temporary ones, which go with the request. Throws BadRequest,
  // ContentTooLarge.
  const Form& form() const;

  Language language() const { return language_; }

  // --- set by the pipeline ---
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  void set_parameters(Parameters parameters) { parameters_ = std::move(parameters); }
  void set_language(Language language) { language_ = language; }
  void set_body_limit(std::uint64_t bytes) { body_limit_ = bytes; }
  void set_upload_folder(std::filesystem::path folder) { upload_folder_ = std::move(folder); }
  // Reads and drops what is left of the body, up to `limit` bytes. False when there was more.
  bool drain(std::uint64_t limit);

 private:
  const std::string& parameter(std::string_view name) const;
  static std::int64_t positive_integer(const std::string& text);
  void read_whole_body(std::uint64_t limit) const;

  RequestHead head_;
  BodySource* body_source_;
  std::string path_;
  std::string query_text_;
  std::string media_type_;
  std::vector<std::string> segments_;
  Parameters parameters_;
  Language language_ = Language::English;
  std::uint64_t body_limit_ = 1024ULL * 1024;
  std::filesystem::path upload_folder_;
  mutable std::optional<std::string> body_;
  mutable std::shared_ptr<BodySource> streamed_;  // by read_body()
  mutable std::optional<Form> form_;
  mutable std::optional<Form> query_;
};

template <typename T>
T Request::path(std::string_view name) const {
  const std::string& text = parameter(name);
  if constexpr (std::is_same_v<T, std::string>) {
    return text;
  } else {
    const std::int64_t value = positive_integer(text);
    if constexpr (std::is_integral_v<T>) {
      if (!std::in_range<T>(value)) throw NotFound("a number in the path");
    }
    return static_cast<T>(value);
  }
}

struct Cookie {
  std::string name;
  std::string value;
  std::optional<std::chrono::seconds> max_age;  // a session cookie without; 0 deletes it
  bool http_only = true;
  std::string path = "/";
};

// The name under which this site keeps a cookie: over TLS with the prefix by which browsers refuse one from a
// neighbouring host ("__Host-session"); on plain http, as in development, they would refuse the prefix.
CALLBOARD_API std::string cookie_name(const Request& request, std::string_view name);

// A template and what to fill in. The pipeline renders it, since only there the visitor, the
// language, the CSRF token and the flashes are known.
struct Page {
  std::string name;  // "courses/enrolment_full"
  nlohmann::json data = nlohmann::json::object();
};

struct Flash {
  enum class Kind { Success, Info, Warning, Danger };
  Kind kind = Kind::Success;
  Text text;
};

class CALLBOARD_API Response {
 public:
  // Writes a piece of a body whose length is not known beforehand. False: the client has gone.
  using Write = std::function<bool(std::string_view)>;
  using Stream = std::function<void(const Write&)>;

  explicit Response(HttpStatus status = HttpStatus::Ok) : status_(status) {}

  static Response text(std::string body, HttpStatus status = HttpStatus::Ok);
  static Response json(const nlohmann::json& body, HttpStatus status = HttpStatus::Ok);
  static Response bytes(std::string body, std::string content_type, HttpStatus status = HttpStatus::Ok);
  static Response page(Page page, HttpStatus status = HttpStatus::Ok);
  static Response stream(Stream stream, std::string content_type);

  Response&& status(HttpStatus status) &&;
  Response&& header(std::string_view name, std::string value) &&;
  Response&& cookie(Cookie cookie) &&;
  // Shown once, on the next page that this browser opens.
  Response&& flash(Text text, Flash::Kind kind = Flash::Kind::Success) &&;

  HttpStatus status() const { return status_; }
  const Headers& headers() const { return headers_; }
  Headers& headers() { return headers_; }
  const std::string& body() const { return body_; }
  const std::optional<Page>& page() const { return page_; }
  const Stream& stream() const { return stream_; }
  const std::vector<Cookie>& cookies() const { return cookies_; }
  const std::vector<Flash>& flashes() const { return flashes_; }

  // --- used by the pipeline ---
  void set_status(HttpStatus status) { status_ = status; }
  void set_body(std::string body, std::string content_type);
  void add_cookie(Cookie cookie) { cookies_.push_back(std::move(cookie)); }
  void clear_page() { page_.reset(); }

 private:
  HttpStatus status_;
  Headers headers_;
  std::string body_;
  std::optional<Page> page_;
  Stream stream_;
  std::vector<Cookie> cookies_;
  std::vector<Flash> flashes_;
};

// 303 to `location`, a path of this site: the answer to a form that held (post/redirect/get).
CALLBOARD_API Response see_other(std::string location);

}  // namespace callboard
