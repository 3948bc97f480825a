// A text for people, not yet in anybody's language: the English original and the values to put in.
// It is translated when the page, the flash or the error is written, in the reader's language, so a
// use case never needs to know it. Values are immutable; safe to copy between threads.
//
//   _("The enrolment is confirmed.")
//   _("{name} has the key {key}.").with("name", holder.name).with("key", key)
//   plural("{count} place is free", "{count} places are free", n)
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "callboard/api.hpp"

namespace callboard {

class CALLBOARD_API Text {
 public:
  Text() = default;
  // `original` is the key in the gettext catalogue, so it must be a literal wrapped in `_()`.
  explicit Text(std::string_view original) : singular_(original) {}
  Text(std::string_view singular, std::string_view plural, long long count);

  // A copy of this text in which `{name}` stands for `value`. The value is escaped where the text is
  // written into HTML, not here.
  [[nodiscard]] Text with(std::string_view name, std::string_view value) const;
  [[nodiscard]] Text with(std::string_view name, long long value) const;

  // A text that is the same in all languages, such as a name that somebody typed.
  static Text verbatim(std::string_view text);

  bool empty() const { return singular_.empty(); }
  bool is_verbatim() const { return verbatim_; }
  const std::string& singular() const { return singular_; }
  const std::string& plural() const { return plural_; }
  long long count() const { return count_; }

  // Puts the values into `translated`, one of this text's translations.
  std::string fill(std::string translated) const;
  // The English text with its values put in: for logs and tests.
  std::string english() const;

  friend bool operator==(const Text&, const Text&) = default;

 private:
  std::string singular_;
  std::string plural_;
  long long count_ = 0;
  bool verbatim_ = false;
  std::vector<std::pair<std::string, std::string>> values_;

  friend CALLBOARD_API void to_json(nlohmann::json&, const Text&);
  friend CALLBOARD_API void from_json(const nlohmann::json&, Text&);
};

// As a JSON value a text is `{"$text": …}`, which the view translates when it fills in a template.
CALLBOARD_API void to_json(nlohmann::json& json, const Text& text);
CALLBOARD_API void from_json(const nlohmann::json& json, Text& text);

// Marks a literal for the catalogue and makes it a Text.
inline Text _(std::string_view original) { return Text(original); }
inline Text plural(std::string_view one, std::string_view many, long long count) { return {one, many, count}; }

}  // namespace callboard
