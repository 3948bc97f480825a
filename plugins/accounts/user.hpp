// An account's values.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/services.hpp>

namespace accounts {

using callboard::Time;
using callboard::UserId;

inline constexpr std::string_view kStudent = "student";
inline constexpr std::string_view kTeacher = "teacher";
inline constexpr std::string_view kAdmin = "admin";

// The kind of record in the audit log and in the search index.
inline constexpr std::string_view kUserRecord = "user";
// Instead of a hash: no password opens the account until its owner sets one.
inline constexpr std::string_view kNoPassword = "none";

struct User {
  UserId id{};
  std::string name;
  std::string email;  // empty without one
  bool email_verified = false;
  std::string password_hash;
  std::vector<std::string> roles;
  std::string full_name;
  std::string phone;
  std::string bio;
  std::string picture;  // media names; empty without one
  std::string picture_small;
  callboard::Language language = callboard::Language::English;
  Time created_at;
  std::optional<Time> disabled_at;
  std::optional<Time> privacy_accepted;  // since when the privacy text that was accepted had been in force

  bool has_role(std::string_view role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }
};

// An account to be. The keys are what names and addresses are compared by (names.hpp).
struct NewUser {
  std::string name;
  std::string name_key;
  std::string email;  // empty without one
  std::string email_key;
  bool email_verified = false;
  std::string password_hash;
  std::string role{kStudent};
  callboard::Language language = callboard::Language::English;
  std::optional<Time> privacy_accepted = {};
};

// Where a request comes from, as the journal and the list of sessions show it.
struct Client {
  std::string address;
  std::string agent;
  callboard::Language language = callboard::Language::English;
};

}  // namespace accounts
