// What a snapshot is made of, as the tables have it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <callboard/services.hpp>

#include "access_window.hpp"
#include "holder.hpp"

namespace key_cabinet {

struct SnapshotRows {
  struct Key {
    KeyId id{};
    RoomId room{};
    std::string label;  // of this cabinet or of none, in service
  };
  struct Person {
    HolderId id{};
    std::string serial;
    bool blocked = false;
    bool returns_for_others = false;
  };
  struct Window {
    std::int64_t id = 0;
    AccessWindow when;
  };
  // One of the first two, one of the next three; a window or none.
  struct Grant {
    std::optional<std::int64_t> holder, holder_group, key, room, key_group, window;
  };
  struct Booking {
    std::int64_t id = 0;
    HolderId holder{};
    RoomId room{};
    callboard::Time from, until;
  };
  struct PastSerial {
    std::string serial;
    HolderId holder{};
  };
  struct Out {
    std::string label;
    HolderId holder{};
  };
  using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

  std::vector<Key> keys;
  std::vector<Person> holders;  // those who have a serial
  std::vector<Window> windows;
  std::vector<Grant> grants;
  std::vector<Booking> bookings;
  std::vector<PastSerial> past_serials;
  std::vector<Out> out;  // of this cabinet's keys, and of none's
  Pairs access;          // holder, key
  Pairs members;         // group of holders, holder
  Pairs group_keys;      // group of keys, key
};

// How long a snapshot may be decided by.
struct SnapshotSpan {
  callboard::Time made, until;
};

}  // namespace key_cabinet
