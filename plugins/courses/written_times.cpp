#include "written_times.hpp"

namespace courses {

using namespace callboard;

std::string written(const View& view, nlohmann::json moment, Language language) {
  auto text = view.expand("courses/moment.txt", {{"moment", std::move(moment)}}, language);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace courses
