#include <vector>

#include "callboard/errors.hpp"
#include "callboard/json_body.hpp"

namespace callboard {
namespace {

using Json = nlohmann::json;

[[noreturn]] void malformed_json(std::string log_text) {
  throw BadRequest(_("The body is not a valid JSON object."), "json: " + std::move(log_text));
}

// Builds the value from the parser's events, since only there a repeated member is seen.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Json result;

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const auto [member, added] = open_.back()->get_ref<Json::object_t&>().try_emplace(std::move(name));
    if (!added) malformed_json("a repeated member");
    member_ = &member->second;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    malformed_json("malformed at byte " + std::to_string(position));
  }

 private:
  // The new value's place stays valid while it is open: nothing is added beside it until it closes.
  template <typename Value>
  Json* place(Value&& value) {
    if (open_.empty()) {
      result = std::forward<Value>(value);
      return &result;
    }
    if (open_.back()->is_array()) {
      return &open_.back()->get_ref<Json::array_t&>().emplace_back(std::forward<Value>(value));
    }
    *member_ = std::forward<Value>(value);
    return member_;
  }

  template <typename Value>
  bool put(Value&& value) {
    place(std::forward<Value>(value));
    return true;
  }

  bool open(Json container) {
    if (open_.size() == kMaxJsonDepth) malformed_json("nested too deep");
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<Json*> open_;
  Json* member_ = nullptr;
};

}  // namespace

nlohmann::json parse_json_object(std::string_view text) {
  Builder builder;
  Json::sax_parse(text.begin(), text.end(), &builder);
  if (!builder.result.is_object()) malformed_json("no object");
  return std::move(builder.result);
}

}  // namespace callboard
