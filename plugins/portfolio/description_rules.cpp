#include "description_rules.hpp"

#include <algorithm>
#include <charconv>

#include <callboard/encoding.hpp>
#include <callboard/local_time.hpp>

namespace portfolio {

using namespace callboard;

namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value < 1) return std::nullopt;
  return value;
}

std::string checked_text(const std::string& text, const char* field, std::size_t most, Faults& faults) {
  auto tidied = tidy(text);
  if (characters(tidied) > most)
    faults.add(field, _("At most {count} characters, please.").with("count", static_cast<long long>(most)));
  if (has_odd_characters(tidied)) faults.add(field, _("This has characters that cannot be shown."));
  return tidied;
}

}  // namespace

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

bool has_odd_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
  });
}

std::string tidy(const std::string& text) {
  std::string tidied;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      tidied += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      tidied += '\n';
    }
  }
  const auto first = tidied.find_first_not_of(" \t\n");
  if (first == std::string::npos) return {};
  // Blanks that begin the first line mean something in Markdown.
  const auto line = tidied.rfind('\n', first);
  const auto begin = line == std::string::npos ? (tidied.find('\n') == std::string::npos ? first : 0) : line + 1;
  return tidied.substr(begin, tidied.find_last_not_of(" \t\n") + 1 - begin);
}

std::string one_line(const std::string& text, std::size_t most) {
  std::string line;
  std::size_t count = 0;
  for (const char c : text) {
    if (begins_character(c) && count++ == most) break;
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  }
  const auto first = line.find_first_not_of(' ');
  return first == std::string::npos ? "" : line.substr(first, line.find_last_not_of(' ') + 1 - first);
}

Description checked(const DescriptionInput& input, Kind kind, Faults& faults) {
  Description said;
  said.title = checked_text(input.title, "title", kLongestTitle, faults);
  if (said.title.empty()) faults.add("title", _("Please give a title."));
  if (said.title.find('\n') != std::string::npos) faults.add("title", _("This has characters that cannot be shown."));
  said.text = checked_text(input.text, "description", kind == Kind::Text ? kLongestText : kLongestCaption, faults);
  if (kind == Kind::Text && said.text.empty()) faults.add("description", _("Please write something."));
  said.alt = one_line(checked_text(input.alt, "alt", kLongestAlt, faults), kLongestAlt);
  said.happened_on = input.happened_on;
  if (!said.happened_on.empty() && !is_date(said.happened_on)) {
    faults.add("happened_on", _("This is not a date."));
  }
  said.show = number_in(input.show);
  if (!input.show.empty() && !said.show) faults.add("show", _("There is no such show."));
  if (const auto album = number_in(input.album)) said.album = AlbumId{*album};
  if (!input.album.empty() && !said.album) faults.add("album", _("There is no such album."));
  const auto visibility = visibility_from(input.visibility);
  if (!visibility) faults.add("visibility", _("Please choose who may see it."));
  said.visibility = visibility.value_or(Visibility::Private);
  return said;
}

}  // namespace portfolio
