// Who is at the demonstration's school. Invented; the addresses are of domains that are for examples (RFC 2606), the
// telephone numbers of ranges that are given to nobody.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace accounts {

struct DemoPerson {
  enum class State { Usual, Unverified, Disabled };

  const char* name;
  const char* full_name;
  const char* role;
  const char* phone;
  const char* bio;
  State state = State::Usual;

  // One of the four whose passwords are told.
  bool is_told() const;
  std::string email() const;
};

// The administrators first.
std::span<const DemoPerson> demo_people();

// Easy to type and new each time: "curtain-velvet-lantern-4821".
std::string demo_password();

}  // namespace accounts
