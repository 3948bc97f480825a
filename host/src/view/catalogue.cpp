#include "view/catalogue.hpp"

#include <cstdlib>
#include <locale>
#include <stdexcept>

#include <boost/locale/gnu_gettext.hpp>

namespace callboard::host {
namespace {

constexpr int kOnlyDomain = 0;

// Plural rules look at n modulo 10 and 100 and at small n, so a count beyond int keeps its form.
int plural_count(long long count) {
  constexpr long long kBeyond = 1'000'000;
  const auto n = static_cast<unsigned long long>(std::llabs(count));
  return static_cast<int>(n < kBeyond ? n : n % kBeyond + kBeyond);
}

}  // namespace

struct Catalogue::Messages {
  using Facet = boost::locale::message_format<char>;

  explicit Messages(const std::filesystem::path& locale, const std::string& language) {
    const auto file = locale / language / "LC_MESSAGES" / "callboard.mo";
    if (!std::filesystem::is_regular_file(file)) throw std::runtime_error(file.string() + ": there is no catalogue");
    boost::locale::gnu_gettext::messages_info info;
    info.language = language;
    info.encoding = "UTF-8";
    info.locale_category = "LC_MESSAGES";
    info.paths.push_back(locale.string());
    info.domains.emplace_back("callboard");
    try {
      holder = std::locale(std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info));
    } catch (const std::exception& error) {
      throw std::runtime_error(file.string() + ": is not a catalogue: " + error.what());
    }
    facet = &std::use_facet<Facet>(holder);
    // A catalogue's header is the translation of the empty text.
    if (facet->get(kOnlyDomain, nullptr, "") == nullptr) throw std::runtime_error(file.string() + ": has no header");
  }

  std::locale holder;  // owns the facet
  const Facet* facet = nullptr;
};

Catalogue::Catalogue(const std::filesystem::path& locale) : russian_(std::make_unique<Messages>(locale, "ru")) {}
Catalogue::~Catalogue() = default;

std::string Catalogue::lookup(std::string_view original, Language language) const {
  std::string text(original);
  if (language == Language::English || text.empty()) return text;
  if (const char* translated = russian_->facet->get(kOnlyDomain, nullptr, text.c_str())) return translated;
  return text;
}

std::string Catalogue::translate(const Text& text, Language language) const {
  if (text.is_verbatim()) return text.singular();
  if (text.plural().empty()) return text.fill(lookup(text.singular(), language));
  if (language == Language::English) return text.english();
  const char* translated =
      russian_->facet->get(kOnlyDomain, nullptr, text.singular().c_str(), plural_count(text.count()));
  return translated ? text.fill(translated) : text.english();
}

}  // namespace callboard::host
