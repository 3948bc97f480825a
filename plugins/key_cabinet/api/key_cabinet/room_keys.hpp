// Opens a room's keys to a person for a time: for other plugins, whose lessons and events need rooms. Thread-safe;
// every function runs inside the caller's transaction, so that a lesson and its key are changed together or not at all.
//
//   auto* keys = host.find<key_cabinet::RoomKeys>();   // null where there is no key cabinet
//   keys->open(tx, {"courses", "lesson/17", teacher, room, begins, ends, "Stage speech"});
//   keys->close(tx, "courses", "lesson/17");
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

namespace key_cabinet {

enum class RoomId : std::int64_t;

struct Room {
  RoomId id{};
  std::string name;
};

struct RoomOpening {
  std::string source;     // the plugin: "courses"; at most 32 bytes, not empty
  std::string reference;  // its record: "lesson/17"; at most 64 bytes, not empty
  callboard::UserId user{};
  RoomId room{};
  callboard::Time from;
  callboard::Time until;  // later than `from`
  std::string note = {};  // shown to administrators; at most 500 characters
};

enum class RoomOpened {
  Done,
  // The account is linked to no holder of keys: nothing is open under this reference now, not even what was before.
  // Open it again once an administrator has linked it.
  NoHolder,
  NoRoom,  // there is no such room (any more): as NoHolder
};

// A booking starts when one of the room's keys is taken by its holder and ends when it is back.
enum class RoomOpeningState {
  Planned,  // its key was not taken yet, and its time is not over
  Started,
  Ended,
  Missed,  // its time is over and no key was taken
};

class RoomKeys {
 public:
  static constexpr std::string_view kService = "key_cabinet.room_keys/1";

  virtual ~RoomKeys() = default;

  // Opens it, or moves what is open under that source and reference. Throws std::invalid_argument where a text is too
  // long or empty, or `until` is not later than `from`.
  virtual RoomOpened open(callboard::Transaction& tx, const RoomOpening& opening) = 0;
  // False where nothing was open under it. A key that is out stays out until it is brought back.
  virtual bool close(callboard::Transaction& tx, const std::string& source, const std::string& reference) = 0;
  // Nothing where nothing is open under it.
  virtual std::optional<RoomOpeningState> state(callboard::Transaction& tx, const std::string& source,
                                                const std::string& reference) = 0;
  // All rooms, by name: for a choice.
  virtual std::vector<Room> rooms(callboard::Transaction& tx) = 0;
};

}  // namespace key_cabinet
