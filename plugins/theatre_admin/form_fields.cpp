#include "form_fields.hpp"

#include <algorithm>

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

std::string first_of(const std::vector<std::string>& texts) { return texts.empty() ? "" : texts.front(); }

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

json line(const char* type, const FieldState& state) { return {{"type", type}, {"value", first_of(state.texts)}}; }

json number(const AdminField& field, const FieldState& state) {
  auto data = line("number", state);
  data["least"] = std::to_string(field.least);
  data["most"] = std::to_string(field.most);
  return data;
}

json text_line(const AdminField& field, const FieldState& state) {
  auto data = line("text", state);
  data["longest"] = static_cast<std::int64_t>(field.longest);
  return data;
}

json options(const AdminField& field, const std::vector<std::string>& chosen, bool with_none) {
  auto all = json::array();
  if (with_none) all.push_back({{"value", ""}, {"label", "—"}, {"chosen", chosen.empty()}});
  for (const auto& choice : field.choices) {
    all.push_back({{"value", choice.value}, {"label", choice.label}, {"chosen", has(chosen, choice.value)}});
  }
  return all;
}

std::string choices_url(const AdminField& field, const AdminSite& site) {
  const auto* other = site.find(field.resource);
  return other ? address_of(*other) + "/choices" : "";
}

json reference(const AdminField& field, const FieldState& state, FieldValues& values, const AdminSite& site) {
  const auto text = first_of(state.texts);
  const auto found = text.empty() ? ReadValue{} : values.reference(field, text);
  const auto title = found.value.is_number() ? values.title(field.resource, found.value.get<std::int64_t>()) : text;
  return {{"value", text}, {"title", title}, {"url", choices_url(field, site)}};
}

// Those that are chosen are boxes, and what was typed and names nothing stands in the line again.
json references(const AdminField& field, const FieldState& state, FieldValues& values, const AdminSite& site) {
  auto chosen = json::array();
  std::string typed;
  for (const auto& text : state.texts) {
    if (text.empty()) continue;
    const auto found = values.reference(field, text);
    if (found.value.is_number()) {
      const auto id = found.value.get<std::int64_t>();
      const auto* other = site.find(field.resource);
      chosen.push_back({{"id", id},
                        {"value", other ? values.number_text(*other, id) : std::to_string(id)},
                        {"title", values.title(field.resource, id)}});
    } else {
      typed = text;
    }
  }
  return {{"items", std::move(chosen)}, {"value", typed}, {"title", typed}, {"url", choices_url(field, site)}};
}

std::string accepted(const PictureRules& rules) {
  std::string endings;
  const auto add = [&](const char* ending) { endings += (endings.empty() ? "" : ",") + std::string(ending); };
  for (const auto format : rules.formats) {
    switch (format) {
      case PictureFormat::Jpeg: add(".jpg,.jpeg"); break;
      case PictureFormat::Png: add(".png"); break;
      case PictureFormat::Svg: add(".svg"); break;
      case PictureFormat::Webp: add(".webp"); break;
      case PictureFormat::Heic: add(".heic"); break;
    }
  }
  return endings;
}

json picture(const AdminField& field, const FieldState& state) {
  const bool removable = !state.picture.empty() && !field.required;
  return {{"url", state.picture}, {"kept", state.kept}, {"accept", accepted(field.picture)}, {"removable", removable}};
}

std::string described_by(const AdminField& field, const FieldState& state) {
  std::string ids;
  if (!field.hint.empty()) ids = "field_" + field.name + "_hint";
  if (!state.fault.empty()) ids += (ids.empty() ? "" : " ") + field.name + "_fault";
  return ids;
}

}  // namespace

json form_field(const AdminField& field, const FieldState& state, FieldValues& values, const AdminSite& site) {
  json data{{"name", field.name},
            {"label", field.label},
            {"described", described_by(field, state)},
            {"required", field.required}};
  if (!field.hint.empty()) data["hint"] = field.hint;
  if (!state.fault.empty()) data["fault"] = state.fault;
  switch (field.kind) {
    case AdminKind::Text: data["line"] = text_line(field, state); break;
    case AdminKind::Number: data["line"] = number(field, state); break;
    case AdminKind::Moment: data["line"] = line("datetime-local", state); break;
    case AdminKind::Date: data["line"] = line("date", state); break;
    case AdminKind::LongText:
      data["area"] = {{"value", first_of(state.texts)}, {"longest", static_cast<std::int64_t>(field.longest)}};
      break;
    case AdminKind::Flag: {
      const auto flag = values.from_form(field, state.texts);
      data["check"] = {{"checked", flag.holds() && flag.value == true}};
      break;
    }
    case AdminKind::Choice:
      data["select"] = {{"options", options(field, state.texts, !field.required || first_of(state.texts).empty())}};
      break;
    case AdminKind::Choices: data["boxes"] = {{"options", options(field, state.texts, false)}}; break;
    case AdminKind::Reference: data["reference"] = reference(field, state, values, site); break;
    case AdminKind::References: data["references"] = references(field, state, values, site); break;
    case AdminKind::Picture: data["file"] = picture(field, state); break;
  }
  return data;
}

}  // namespace theatre_admin
