// Portfolios to look at: for two students and a teacher, with pictures that are drawn here. For a command; one at a
// time.
#pragma once

#include "foundation.hpp"
#include "items.hpp"

namespace portfolio {

struct DemoItem {
  const char* account;
  Kind kind;
  Visibility visibility;
  const char* title;
  const char* text;
  const char* alt;
  const char* motif;  // of a photo
};
const std::vector<DemoItem>& demo_items();
// 960 x 640. An unknown motif gives an empty text.
std::string demo_drawing(const std::string& motif);

class Demo {
 public:
  Demo(const Foundation& foundation, Items& items, const Photos& photos)
      : foundation_(foundation), items_(items), photos_(photos) {}

  // Adds items for those who have none.
  void load() const;

 private:
  std::optional<UserId> without_items(const std::string& account) const;
  void add(const callboard::Visitor& owner, const DemoItem& item) const;

  const Foundation& foundation_;
  Items& items_;
  const Photos& photos_;
};

}  // namespace portfolio
