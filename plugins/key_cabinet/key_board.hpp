// Where every key is at present: the rooms with their keys, and the cabinets. Values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/services.hpp>

namespace key_cabinet {

struct BoardKey {
  std::int64_t id = 0;
  std::string label;
  std::string state;  // "in_service", "lost", "out_of_service"
  std::string cabinet;
  std::optional<long long> slot = {};
  struct Out {
    std::int64_t loan = 0;
    std::int64_t holder_id = 0;
    std::string holder;  // empty where the holder has left
    callboard::Time since;
    std::optional<callboard::Time> due = {};
  };
  std::optional<Out> out = {};

  bool overdue(callboard::Time now) const { return out && out->due && *out->due < now; }
};

struct BoardRoom {
  std::int64_t id = 0;
  std::string name;
  std::vector<BoardKey> keys;
};

struct BoardCabinet {
  std::int64_t id = 0;
  std::string name;
  std::string place;
  std::optional<callboard::Time> seen = {};
  long long pending = 0;  // events that it has not sent yet, as it last said
};

struct KeyBoard {
  std::vector<BoardRoom> rooms;  // by name, their keys by label
  std::vector<BoardCabinet> cabinets;
};

}  // namespace key_cabinet
