// A view without templates: pages stay as data, for tests that assert on what a handler chose to show.
#pragma once

#include <string>

#include "callboard/view.hpp"

namespace callboard::testing {

class FakeView : public View {
 public:
  // The page is in Response::page().
  Response render(std::string_view name, nlohmann::json data, HttpStatus status) const override {
    return Response::page({std::string(name), std::move(data)}, status);
  }
  // The name and the data as JSON.
  std::string expand(std::string_view name, const nlohmann::json& data, Language) const override {
    return std::string(name) + " " + data.dump();
  }
  // The English original, after "ru:" for Russian.
  std::string translate(const Text& text, Language language) const override {
    return (language == Language::Russian ? "ru:" : "") + text.english();
  }
};

}  // namespace callboard::testing
