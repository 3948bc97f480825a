// What a portfolio consists of. Values; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

namespace portfolio {

using callboard::Time;
using callboard::UserId;

enum class ItemId : std::int64_t {};
enum class AlbumId : std::int64_t {};
enum class LinkId : std::int64_t {};
enum class UploadId : std::int64_t {};

enum class Kind { Photo, Video, Text };
enum class Visibility { Private, School, Public };
// Uploading: its file is on the way. Processing: a job makes what is shown of it.
enum class State { Uploading, Processing, Ready, Failed };

// As forms and tables write them: "photo", "school", "ready".
std::string_view name_of(Kind kind);
std::string_view name_of(Visibility visibility);
std::string_view name_of(State state);
std::optional<Kind> kind_from(std::string_view name);
std::optional<Visibility> visibility_from(std::string_view name);
std::optional<State> state_from(std::string_view name);

// What its owner says of it.
struct Description {
  std::string title;
  std::string text;         // a caption; of a text item the text itself, Markdown
  std::string alt;          // what a photo shows, for those who do not see it
  std::string happened_on;  // "2026-11-21", or empty
  std::optional<std::int64_t> show;
  std::optional<AlbumId> album;
  Visibility visibility = Visibility::Private;
};

struct Item {
  ItemId id{};
  std::int64_t version = 1;
  UserId owner{};
  Kind kind = Kind::Text;
  State state = State::Ready;
  std::string fault;  // why it failed, as fault_text() reads it
  Description said;
  std::int64_t position = 0;  // greater is further up
  std::uint64_t size = 0;     // what it counts against the quota
  int width = 0;              // of the largest picture, or of the video
  int height = 0;
  std::int64_t duration_ms = 0;
  Time created;
  bool taken_down = false;
  std::string taken_down_why;
};

// One of its files in the media store.
struct ItemFile {
  std::string variant;
  std::string name;
  std::string content_type;
};

struct Album {
  AlbumId id{};
  UserId owner{};
  std::string title;
  std::string description;
  long long items = 0;
};

// A link by which everybody who has it sees what is not private: of the whole portfolio, or of one album.
struct Link {
  LinkId id{};
  UserId owner{};
  std::optional<AlbumId> album;
  std::string album_title;
  std::string note;
  Time created;
  Time expires;
};

// The longest sides of a photo's sizes, and what their files are called: "s.webp", "s.jpg", …
inline constexpr std::array<int, 3> kPhotoBoxes{480, 1080, 2048};
inline constexpr std::array<const char*, 6> kPhotoVariants{"s.webp", "s.jpg", "m.webp", "m.jpg", "l.webp", "l.jpg"};
inline constexpr const char* kVideoVariant = "video";
inline constexpr const char* kPosterVariant = "poster";
inline constexpr int kPosterBox = 960;

// By this name the media store knows who uses a file.
inline constexpr const char* kMediaUse = "portfolio.item";
inline constexpr const char* kItemRecord = "portfolio_item";

}  // namespace portfolio
