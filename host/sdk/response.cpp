#include "callboard/http.hpp"

namespace callboard {

Response Response::text(std::string body, HttpStatus status) {
  return bytes(std::move(body), "text/plain; charset=utf-8", status);
}

Response Response::json(const nlohmann::json& body, HttpStatus status) {
  // Invalid UTF-8 from a database must not turn an answer into a 500.
  return bytes(body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "application/json", status);
}

Response Response::bytes(std::string body, std::string content_type, HttpStatus status) {
  Response response(status);
  response.set_body(std::move(body), std::move(content_type));
  return response;
}

Response Response::page(Page page, HttpStatus status) {
  Response response(status);
  response.page_ = std::move(page);
  return response;
}

Response Response::stream(Stream stream, std::string content_type) {
  Response response;
  response.stream_ = std::move(stream);
  response.headers_.set("Content-Type", std::move(content_type));
  return response;
}

Response&& Response::status(HttpStatus status) && {
  status_ = status;
  return std::move(*this);
}

Response&& Response::header(std::string_view name, std::string value) && {
  headers_.set(name, std::move(value));
  return std::move(*this);
}

Response&& Response::cookie(Cookie cookie) && {
  cookies_.push_back(std::move(cookie));
  return std::move(*this);
}

Response&& Response::flash(Text text, Flash::Kind kind) && {
  flashes_.push_back({kind, std::move(text)});
  return std::move(*this);
}

void Response::set_body(std::string body, std::string content_type) {
  body_ = std::move(body);
  headers_.set("Content-Type", std::move(content_type));
}

Response see_other(std::string location) {
  return Response(HttpStatus::SeeOther).header("Location", std::move(location));
}

}  // namespace callboard
