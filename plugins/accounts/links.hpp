// Links that go out by e-mail: good once, for a time, for one purpose and one address. Kept as a hash, so
// that a stolen table opens nothing. Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "user.hpp"

namespace accounts {

enum class LinkPurpose { VerifyEmail, ResetPassword, ChangeEmail, Invitation };
std::string_view name_of(LinkPurpose purpose);

struct Link {
  LinkPurpose purpose{};
  std::optional<UserId> user;  // an invitation has none yet
  std::string email;           // where it was sent
  std::string email_key;
  std::string role;  // of an invitation
  std::optional<UserId> created_by;
  Time created_at;
  Time expires_at;
  std::string token_hash;
};

class LinkRepository {
 public:
  virtual ~LinkRepository() = default;
  virtual void add(callboard::Transaction& tx, const Link& link) const = 0;
  // Nothing where there is none of that purpose, or it has expired.
  virtual std::optional<Link> find(callboard::Transaction& tx, LinkPurpose purpose, const std::string& token_hash,
                                   Time now) const = 0;
  // The one that this user has for that purpose.
  virtual std::optional<Link> find_of(callboard::Transaction& tx, UserId user, LinkPurpose purpose, Time now) const = 0;
  // False: somebody else was quicker.
  virtual bool remove(callboard::Transaction& tx, const std::string& token_hash) const = 0;
  virtual void remove_all(callboard::Transaction& tx, UserId user, LinkPurpose purpose) const = 0;
  virtual void remove_all(callboard::Transaction& tx, UserId user) const = 0;
  virtual void remove_all(callboard::Transaction& tx, LinkPurpose purpose, const std::string& email_key) const = 0;
  // Those of a purpose that are still good, the newest first.
  virtual std::vector<Link> list(callboard::Transaction& tx, LinkPurpose purpose, Time now, int most) const = 0;
  virtual long long sweep(callboard::Transaction& tx, Time now, int most) const = 0;
};

class Links {
 public:
  Links(const LinkRepository& rows, const callboard::Clock& clock) : rows_(rows), clock_(clock) {}

  // Makes one and voids those that the same user has for the same purpose. Returns the token for the URL.
  std::string issue(callboard::Transaction& tx, Link link, std::chrono::seconds lifetime) const;
  std::optional<Link> find(callboard::Transaction& tx, LinkPurpose purpose, std::string_view token) const;
  // The link, for the one caller who uses it; nothing for all others.
  std::optional<Link> spend(callboard::Transaction& tx, LinkPurpose purpose, std::string_view token) const;
  const LinkRepository& rows() const { return rows_; }

 private:
  const LinkRepository& rows_;
  const callboard::Clock& clock_;
};

}  // namespace accounts
