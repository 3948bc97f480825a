// Requests for tests, as nginx would hand them over.
//
//   RequestBuilder(Method::Post, "/courses?page=2").form({{"title", "Mime"}}).build()
//
// What build() returns is a Request that lives as long as its shared pointer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callboard/encoding.hpp"
#include "callboard/http.hpp"

namespace callboard::testing {

// A body that is handed out in pieces of at most `piece` bytes, and may break off with BadRequest
// after `breaks_after` bytes, as when a client goes away.
class TextBody : public BodySource {
 public:
  explicit TextBody(std::string text, std::size_t piece = std::string::npos,
                    std::size_t breaks_after = std::string::npos)
      : text_(std::move(text)), piece_(piece), breaks_after_(breaks_after) {}

  std::size_t read(std::span<char> into) override {
    if (at_ >= breaks_after_) throw BadRequest(_("The request ended too early."), "the client went away");
    const auto count = std::string_view(text_).copy(into.data(), std::min(into.size(), piece_), at_);
    at_ += count;
    return count;
  }
  const std::string& text() const { return text_; }
  std::size_t handed_out() const { return at_; }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t breaks_after_;
  std::size_t at_ = 0;
};

class RequestBuilder {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  explicit RequestBuilder(Method method = Method::Get, std::string target = "/") {
    head_.method = method;
    head_.target = std::move(target);
    head_.id = "0123456789abcdef";
    head_.remote_address = "192.0.2.1";
    head_.host = "school.example";
  }

  RequestBuilder& header(std::string name, std::string value) {
    head_.headers.add(std::move(name), std::move(value));
    return *this;
  }
  RequestBuilder& cookie(std::string_view name, std::string_view value) {
    cookies_ += (cookies_.empty() ? "" : "; ") + std::string(name) + "=" + std::string(value);
    return *this;
  }
  RequestBuilder& body(std::string content, std::string content_type) {
    head_.content_length = content.size();
    body_ = std::make_shared<TextBody>(std::move(content));
    return header("Content-Type", std::move(content_type));
  }
  // A body of which nothing is known beforehand, as with chunked encoding.
  RequestBuilder& chunked(std::shared_ptr<BodySource> source, std::string content_type) {
    head_.content_length.reset();
    body_ = std::move(source);
    return header("Content-Type", std::move(content_type));
  }
  RequestBuilder& json(const nlohmann::json& content) { return body(content.dump(), "application/json"); }
  RequestBuilder& form(const Fields& fields) {
    std::string encoded;
    for (const auto& [name, value] : fields) {
      encoded += (encoded.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    }
    return body(std::move(encoded), "application/x-www-form-urlencoded");
  }
  RequestBuilder& secure(bool secure = true) {
    head_.secure = secure;
    return *this;
  }
  // What the router would have found for `{name}`.
  RequestBuilder& parameter(std::string name, std::string value) {
    parameters_.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  RequestBuilder& language(Language language) {
    language_ = language;
    return *this;
  }
  RequestBuilder& uploads(std::filesystem::path folder) {
    uploads_ = std::move(folder);
    return *this;
  }

  RequestHead head() const {
    RequestHead head = head_;
    if (!cookies_.empty()) head.headers.add("Cookie", cookies_);
    return head;
  }
  const std::shared_ptr<BodySource>& source() const { return body_; }

  std::shared_ptr<Request> build() const {
    struct Owner {
      std::shared_ptr<BodySource> body;
      Request request;
      Owner(RequestHead head, std::shared_ptr<BodySource> source)
          : body(std::move(source)), request(std::move(head), body.get()) {}
    };
    auto owner = std::make_shared<Owner>(head(), body_);
    owner->request.set_parameters(parameters_);
    owner->request.set_language(language_);
    if (!uploads_.empty()) owner->request.set_upload_folder(uploads_);
    return {owner, &owner->request};
  }

 private:
  RequestHead head_;
  std::string cookies_;
  std::shared_ptr<BodySource> body_;
  Request::Parameters parameters_;
  Language language_ = Language::English;
  std::filesystem::path uploads_;
};

}  // namespace callboard::testing
