#include "callboard/text.hpp"

#include <nlohmann/json.hpp>

namespace callboard {

Text::Text(std::string_view singular, std::string_view plural, long long count)
    : singular_(singular), plural_(plural), count_(count) {
  values_.emplace_back("count", std::to_string(count));
}

Text Text::with(std::string_view name, std::string_view value) const {
  Text copy = *this;
  copy.values_.emplace_back(name, value);
  return copy;
}

Text Text::with(std::string_view name, long long value) const { return with(name, std::to_string(value)); }

Text Text::verbatim(std::string_view text) {
  Text result(text);
  result.verbatim_ = true;
  return result;
}

// One pass from left to right, so that a value with braces in it is never taken for a placeholder.
std::string Text::fill(std::string translated) const {
  if (values_.empty()) return translated;
  std::string filled;
  filled.reserve(translated.size() + 32);
  for (std::size_t at = 0; at < translated.size();) {
    const auto close = translated[at] == '{' ? translated.find('}', at) : std::string::npos;
    const std::string* value = nullptr;
    if (close != std::string::npos) {
      const auto name = std::string_view(translated).substr(at + 1, close - at - 1);
      for (const auto& [known, text] : values_) {
        if (known == name) value = &text;
      }
    }
    if (value) {
      filled += *value;
      at = close + 1;
    } else {
      filled += translated[at++];
    }
  }
  return filled;
}

std::string Text::english() const { return fill(plural_.empty() || count_ == 1 ? singular_ : plural_); }

void to_json(nlohmann::json& json, const Text& text) {
  nlohmann::json content{{"original", text.singular_}};
  if (!text.plural_.empty()) content.update({{"plural", text.plural_}, {"count", text.count_}});
  if (text.verbatim_) content["verbatim"] = true;
  if (!text.values_.empty()) content["values"] = text.values_;
  json = nlohmann::json{{"$text", std::move(content)}};
}

void from_json(const nlohmann::json& json, Text& text) {
  const auto& content = json.at("$text");
  text = Text();
  text.singular_ = content.at("original").get<std::string>();
  text.plural_ = content.value("plural", "");
  text.count_ = content.value("count", 0LL);
  text.verbatim_ = content.value("verbatim", false);
  if (content.contains("values")) content.at("values").get_to(text.values_);
}

}  // namespace callboard
