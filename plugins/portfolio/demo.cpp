#include "demo.hpp"

#include <filesystem>

#include <callboard/temporary_file.hpp>

#include "sql_items.hpp"

namespace portfolio {

using namespace callboard;

void Demo::load() const {
  std::map<std::string, std::optional<UserId>> owners;
  for (const auto& item : demo_items()) {
    if (!owners.contains(item.account)) owners[item.account] = without_items(item.account);
    const auto owner = owners[item.account];
    if (!owner) continue;
    Visitor visitor;
    visitor.kind = Visitor::Kind::Person;
    visitor.user = *owner;
    add(visitor, item);
  }
}

std::optional<UserId> Demo::without_items(const std::string& account) const {
  return foundation_.database.read([&](Transaction& tx) -> std::optional<UserId> {
    const auto found = foundation_.people.named(tx, account);
    if (found.size() != 1 || !SqlItems::of_owner(tx, found.front()).empty()) return std::nullopt;
    return found.front();
  });
}

void Demo::add(const Visitor& owner, const DemoItem& item) const {
  Description said;
  said.title = item.title;
  said.text = item.text;
  said.alt = item.alt;
  said.visibility = item.visibility;
  if (item.kind == Kind::Text) {
    items_.add_text(owner, said);
    return;
  }
  const auto drawing = demo_drawing(item.motif);
  TemporaryFileWriter writer(std::filesystem::temp_directory_path());
  writer.write(drawing);
  const auto photo = photos_.make({"file", "drawing.svg", "image/svg+xml", drawing.size(), writer.file()});
  if (photo.fault != PictureFault::None) throw std::runtime_error(std::string("no drawing of ") + item.motif);
  items_.add_photo(owner, said, photo.made);
}

}  // namespace portfolio
