// sql/accounts: accounts_links. Thread-safe.
#pragma once

#include "links.hpp"

namespace accounts {

class SqlLinkRepository : public LinkRepository {
 public:
  void add(callboard::Transaction& tx, const Link& link) const override;
  std::optional<Link> find(callboard::Transaction& tx, LinkPurpose purpose, const std::string& token_hash,
                           Time now) const override;
  std::optional<Link> find_of(callboard::Transaction& tx, UserId user, LinkPurpose purpose, Time now) const override;
  bool remove(callboard::Transaction& tx, const std::string& token_hash) const override;
  void remove_all(callboard::Transaction& tx, UserId user, LinkPurpose purpose) const override;
  void remove_all(callboard::Transaction& tx, UserId user) const override;
  void remove_all(callboard::Transaction& tx, LinkPurpose purpose, const std::string& email_key) const override;
  std::vector<Link> list(callboard::Transaction& tx, LinkPurpose purpose, Time now, int most) const override;
  long long sweep(callboard::Transaction& tx, Time now, int most) const override;
};

}  // namespace accounts
