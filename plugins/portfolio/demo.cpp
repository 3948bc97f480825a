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
  return parts_.foundation.database.read([&](Transaction& tx) -> std::optional<UserId> {
    const auto found = parts_.foundation.people.named(tx, account);
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
  switch (item.kind) {
    case Kind::Text: parts_.items.add_text(owner, said); return;
    case Kind::Photo: return add_photo(owner, said, item.motif);
    case Kind::Video: return add_film(owner, said);
  }
}

void Demo::add_photo(const Visitor& owner, const Description& said, const char* motif) const {
  const auto drawing = demo_drawing(motif);
  TemporaryFileWriter writer(std::filesystem::temp_directory_path());
  writer.write(drawing);
  const auto photo = parts_.photos.make({"file", "drawing.svg", "image/svg+xml", drawing.size(), writer.file()});
  if (photo.fault != PictureFault::None) throw std::runtime_error(std::string("no drawing of ") + motif);
  parts_.items.add_photo(owner, said, photo.made);
}

// As if it had been sent; what is not ready at once is left to the job.
void Demo::add_film(const Visitor& owner, const Description& said) const {
  const auto film = demo_film();
  TemporaryFileWriter writer(std::filesystem::temp_directory_path());
  writer.write(film);
  parts_.uploads.take(owner, Kind::Video, said, "film.webm", writer.file()->path(), film.size());
  parts_.processing.run();
}

}  // namespace portfolio
