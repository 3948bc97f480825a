// One's profile: user name, address, full name, phone, a few words, a picture. All that a form holds is stored, or
// nothing of it. Thread-safe.
#pragma once

#include <callboard/form.hpp>
#include <callboard/media.hpp>
#include <callboard/pictures.hpp>

#include "email_change.hpp"

namespace accounts {

// What a form holds; a field that it does not have stays as it is.
struct ProfileInput {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> full_name;
  std::optional<std::string> phone;
  std::optional<std::string> bio;
  const callboard::Upload* picture = nullptr;
  bool remove_picture = false;
  Client client;
};

class Profile {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const EmailChange& email_change;
    const Journal& journal;
    callboard::MediaStore& media;
    callboard::Pictures& pictures;
    const callboard::Clock& clock;
  };
  explicit Profile(const Parts& parts) : parts_(parts) {}

  struct Shown {
    User user;
    std::string new_email;  // waits to be confirmed; or empty
  };
  Shown show(callboard::Transaction& tx, UserId user) const;

  struct Changed {
    callboard::Faults faults;      // by the fields' names
    bool needs_password = false;   // another address needs the password again; nothing was stored
    bool asked_for_email = false;  // a link went to the new address
  };
  Changed change(const callboard::Visitor& by, const ProfileInput& input) const;

  static const callboard::PictureRules& picture_rules();

 private:
  struct Picture {
    callboard::StoredMedia large;
    callboard::StoredMedia small;
  };
  std::optional<Picture> store_picture(const ProfileInput& input, callboard::Faults& faults) const;
  void store(callboard::Transaction& tx, const User& user, const ProfileInput& input,
             const std::optional<Picture>& picture, Changed& changed) const;
  void store_name(callboard::Transaction& tx, const User& user, const ProfileInput& input, Changed& changed) const;
  void store_email(callboard::Transaction& tx, const User& user, const ProfileInput& input, Changed& changed) const;

  Parts parts_;
};

}  // namespace accounts
