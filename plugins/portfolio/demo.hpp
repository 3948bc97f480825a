// Portfolios to look at: for two students and a teacher, with pictures that are drawn here, and a film. For a command;
// one at a time.
#pragma once

#include "foundation.hpp"
#include "items.hpp"
#include "processing.hpp"
#include "uploads.hpp"

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
// A WebM of ten seconds.
std::string_view demo_film();

class Demo {
 public:
  struct Parts {
    const Foundation& foundation;
    Items& items;
    const Photos& photos;
    Uploads& uploads;
    Processing& processing;
  };
  explicit Demo(const Parts& parts) : parts_(parts) {}

  // Adds items for those who have none.
  void load() const;

 private:
  std::optional<UserId> without_items(const std::string& account) const;
  void add(const callboard::Visitor& owner, const DemoItem& item) const;
  void add_photo(const callboard::Visitor& owner, const Description& said, const char* motif) const;
  void add_film(const callboard::Visitor& owner, const Description& said) const;

  Parts parts_;
};

}  // namespace portfolio
