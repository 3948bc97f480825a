#include "view/json_dictionary.hpp"

#include <algorithm>

#include "callboard/text.hpp"
#include "view/catalogue.hpp"
#include "view/moments.hpp"
#include "view/template_key.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;

// ctemplate allows no dot in a name, so the loader writes paths with this one.
constexpr std::string_view kPathSeparator = "__";
constexpr std::string_view kElement = "it";
constexpr std::string_view kIso = "__iso";

const json& shown() {
  static const json value = true;
  return value;
}

bool is_text(const json& value) { return value.is_object() && value.size() == 1 && value.contains("$text"); }

// An object that stands for one value.
bool is_value(const json& value) { return is_text(value) || Moments::is_moment(value); }

const json* member(const json& value, std::string_view name) {
  if (!value.is_object() || Moments::is_moment(value)) return nullptr;
  const auto found = value.find(name);
  return found == value.end() ? nullptr : &*found;
}

bool is_fragment(const json& value) {
  const json* page = member(value, "$page");
  const json* data = member(value, "data");
  return page && page->is_string() && data && data->is_object();
}

bool is_empty(const json& value) {
  switch (value.type()) {
    case json::value_t::null: return true;
    case json::value_t::boolean: return !value.get<bool>();
    case json::value_t::string: return value.get_ref<const std::string&>().empty();
    case json::value_t::object: return is_text(value) ? value.get<Text>().empty() : value.empty();
    default: return value.empty();  // of an array; a number never is
  }
}

std::string_view view_of(const ctemplate::TemplateString& text) { return {text.data(), text.size()}; }

}  // namespace

// Walks over what a section repeats. It keeps one dictionary, for the element at hand.
class JsonDictionary::SectionIterator : public Iterator {
 public:
  SectionIterator(Expansion& expansion, const json* elements, std::size_t count, const JsonDictionary* outer)
      : elements_(elements), count_(count), current_(expansion, *elements, outer) {}

  bool HasNext() const override { return next_ < count_; }
  const ctemplate::TemplateDictionaryInterface& Next() override {
    current_.data_ = elements_->is_array() ? &(*elements_)[next_] : elements_;
    ++next_;
    return current_;
  }

 private:
  const json* elements_;
  std::size_t count_;
  std::size_t next_ = 0;
  JsonDictionary current_;
};

const json* JsonDictionary::find_path(std::string_view path) const {
  const auto end = path.find(kPathSeparator);
  const json* value = find(path.substr(0, end));
  while (value && path.find(kPathSeparator) != std::string_view::npos) {
    path.remove_prefix(path.find(kPathSeparator) + kPathSeparator.size());
    value = member(*value, path.substr(0, path.find(kPathSeparator)));
  }
  return value;
}

// {{last_seen.iso}}: the moment itself.
const json* JsonDictionary::moment_asked_for_iso(std::string_view path) const {
  if (!path.ends_with(kIso)) return nullptr;
  const json* value = find_path(path.substr(0, path.size() - kIso.size()));
  return value && Moments::is_moment(*value) ? value : nullptr;
}

const json* JsonDictionary::find(std::string_view name) const {
  for (const JsonDictionary* scope = this; scope; scope = scope->outer_) {
    if (const json* found = member(*scope->data_, name)) return found;
    if (name == kElement && (scope->data_->is_primitive() || is_value(*scope->data_))) return scope->data_;
  }
  return nullptr;
}

// The value that a section stands for; `true` and null for {{#if_x}} and {{#no_x}}.
const json* JsonDictionary::section(std::string_view name) const {
  if (const json* value = find_path(name)) return value;
  const bool asks_if = name.starts_with("if_");
  if (!asks_if && !name.starts_with("no_")) return nullptr;
  const json* value = find_path(name.substr(3));
  const bool there = value && !is_empty(*value);
  return there == asks_if ? &shown() : nullptr;
}

const std::string& JsonDictionary::keep(std::string text) const {
  return expansion_.made.emplace_back(std::move(text));
}

ctemplate::TemplateString JsonDictionary::GetValue(const ctemplate::TemplateString& variable) const {
  const json* value = find_path(view_of(variable));
  if (!value) {
    const json* moment = moment_asked_for_iso(view_of(variable));
    return moment ? keep(expansion_.moments.iso(*moment)) : ctemplate::TemplateString("", 0);
  }
  if (value->is_null()) return ctemplate::TemplateString("", 0);
  if (value->is_string()) return value->get_ref<const std::string&>();
  if (is_text(*value)) return keep(expansion_.catalogue.translate(value->get<Text>(), expansion_.language));
  // The usual numbers, without what dump() sets up for any value.
  if (value->is_number_unsigned()) return keep(std::to_string(value->get<std::uint64_t>()));
  if (value->is_number_integer()) return keep(std::to_string(value->get<std::int64_t>()));
  if (Moments::is_moment(*value)) return keep(expansion_.moments.text(*value, expansion_.language));
  if (value->is_structured()) return ctemplate::TemplateString("", 0);
  return keep(value->dump());
}

bool JsonDictionary::IsHiddenSection(const ctemplate::TemplateString& name) const {
  const json* value = section(view_of(name));
  if (!value) return true;
  return value->is_object() ? is_value(*value) && is_empty(*value) : is_empty(*value);
}

// Walks over fragments; each one's values are its own data.
class JsonDictionary::FragmentIterator : public Iterator {
 public:
  FragmentIterator(Expansion& expansion, const json& fragments, const JsonDictionary* outer)
      : fragments_(fragments), current_(expansion, fragments, outer) {}

  bool HasNext() const override { return next_ < fragments_.size(); }
  const ctemplate::TemplateDictionaryInterface& Next() override {
    current_.data_ = &fragments_[next_++]["data"];
    return current_;
  }

 private:
  const json& fragments_;
  std::size_t next_ = 0;
  JsonDictionary current_;
};

// An iterator over nothing makes ctemplate show the section once, with the dictionary at hand.
JsonDictionary::Iterator* JsonDictionary::CreateSectionIterator(const ctemplate::TemplateString& name) const {
  const json* value = section(view_of(name));
  std::size_t count = 0;
  if (value && value->is_array()) count = value->size();
  if (value && value->is_object() && !is_value(*value)) count = 1;
  return new SectionIterator(expansion_, value ? value : &shown(), count, this);
}

bool JsonDictionary::IsHiddenTemplate(const ctemplate::TemplateString& name) const {
  return !is_body(view_of(name)) && !fragments(view_of(name));
}

const char* JsonDictionary::GetIncludeTemplateName(const ctemplate::TemplateString& name, int number) const {
  if (is_body(view_of(name))) return expansion_.body_key.c_str();
  const auto& fragment = (*fragments(view_of(name)))[static_cast<std::size_t>(number)];
  const auto page = fragment["$page"].get<std::string>() + ".html";
  return keep(template_key(page, expansion_.language)).c_str();
}

JsonDictionary::Iterator* JsonDictionary::CreateTemplateIterator(const ctemplate::TemplateString& name) const {
  if (is_body(view_of(name))) return new SectionIterator(expansion_, expansion_.body, 1, this);
  return new FragmentIterator(expansion_, *fragments(view_of(name)), this);
}

bool JsonDictionary::is_body(std::string_view name) const { return expansion_.body && name == "body"; }

const json* JsonDictionary::fragments(std::string_view name) const {
  const json* value = find_path(name);
  return value && value->is_array() && !value->empty() && std::all_of(value->begin(), value->end(), is_fragment)
             ? value
             : nullptr;
}

void JsonDictionary::DumpToString(std::string* out, int) const { *out += data_->dump(); }

}  // namespace callboard::host
