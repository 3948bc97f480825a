#include "sql_passkey_repository.hpp"

#include <callboard/crypto.hpp>
#include <callboard/sql.hpp>

namespace accounts {

using namespace callboard;

namespace {

// Bytes are kept in base64url: on MySQL SOCI ends a text at a NUL.
std::string bytes_of(const std::string& kept) { return from_base64url(kept).value(); }

}  // namespace

std::optional<std::string> SqlPasskeyRepository::handle(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  std::string handle;
  tx.sql() << "SELECT COALESCE(passkey_handle, '') FROM accounts_users WHERE id = :user", soci::use(owner, "user"),
      soci::into(handle);
  if (handle.empty()) return std::nullopt;
  return bytes_of(handle);
}

bool SqlPasskeyRepository::set_handle(Transaction& tx, UserId user, const std::string& handle) const {
  const auto owner = to_sql(user);
  const auto kept = to_base64url(handle);
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE accounts_users SET passkey_handle = :handle
       WHERE id = :user AND (passkey_handle IS NULL OR passkey_handle = :handle))sql",
                            soci::use(kept, "handle"), soci::use(owner, "user"));
  return affected_rows(update) == 1;
}

bool SqlPasskeyRepository::add(Transaction& tx, UserId user, const PasskeyCredential& credential,
                               const std::string& label, Time now) const {
  const auto owner = to_sql(user), algorithm = to_sql(credential.algorithm), when = to_sql(now);
  const auto hash = sha256_hex(credential.id), id = to_base64url(credential.id),
             key = to_base64url(credential.public_key);
  const long long count = credential.sign_count;
  const int eligible = credential.backup_eligible, backed_up = credential.backed_up;
  return unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO accounts_passkeys (user_id, credential_hash, credential_id, public_key, algorithm, sign_count,
                                       backup_eligible, backed_up, label, created_at)
        VALUES (:user, :hash, :id, :key, :algorithm, :count, :eligible, :backed_up, :label, :now))sql",
        soci::use(owner, "user"), soci::use(hash, "hash"), soci::use(id, "id"), soci::use(key, "key"),
        soci::use(algorithm, "algorithm"), soci::use(count, "count"), soci::use(eligible, "eligible"),
        soci::use(backed_up, "backed_up"), soci::use(label, "label"), soci::use(when, "now");
  });
}

const char* SqlPasskeyRepository::find_statement() {
  return R"sql(
      SELECT p.id, p.user_id, COALESCE(u.passkey_handle, ''), p.public_key, p.algorithm, p.sign_count,
             p.backup_eligible, p.backed_up
        FROM accounts_passkeys p JOIN accounts_users u ON u.id = p.user_id
       WHERE p.credential_hash = :hash)sql";
}

std::optional<KeptPasskey> SqlPasskeyRepository::find(Transaction& tx, const std::string& credential_id) const {
  const auto hash = sha256_hex(credential_id);
  long long id = 0, user = 0, algorithm = 0, count = 0, eligible = 0, backed_up = 0;
  std::string handle, key;
  tx.sql() << find_statement(), soci::use(hash, "hash"), soci::into(id), soci::into(user), soci::into(handle),
      soci::into(key), soci::into(algorithm), soci::into(count), soci::into(eligible), soci::into(backed_up);
  if (!tx.sql().got_data()) return std::nullopt;
  return KeptPasskey{PasskeyId{id},
                     UserId{user},
                     bytes_of(handle),
                     {credential_id,
                      static_cast<PasskeyAlgorithm>(algorithm),
                      bytes_of(key),
                      static_cast<std::uint32_t>(count),
                      eligible != 0,
                      backed_up != 0,
                      {}}};
}

const char* SqlPasskeyRepository::list_statement() {
  return R"sql(
      SELECT id, label, backed_up, created_at, COALESCE(last_used_at, 0) FROM accounts_passkeys
       WHERE user_id = :user ORDER BY id)sql";
}

std::vector<Passkey> SqlPasskeyRepository::list(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  long long id = 0, backed_up = 0, created = 0, used = 0;
  std::string label;
  soci::statement select = (tx.sql().prepare << list_statement(), soci::use(owner, "user"), soci::into(id),
                            soci::into(label), soci::into(backed_up), soci::into(created), soci::into(used));
  std::vector<Passkey> passkeys;
  for (select.execute(); select.fetch();) {
    passkeys.push_back({PasskeyId{id}, label, backed_up != 0, time_from_sql(created), {}});
    if (used != 0) passkeys.back().last_used_at = time_from_sql(used);
  }
  return passkeys;
}

std::vector<std::string> SqlPasskeyRepository::credential_ids(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  std::string id;
  soci::statement select = (tx.sql().prepare << "SELECT credential_id FROM accounts_passkeys WHERE user_id = :user",
                            soci::use(owner, "user"), soci::into(id));
  std::vector<std::string> ids;
  for (select.execute(); select.fetch();) ids.push_back(bytes_of(id));
  return ids;
}

bool SqlPasskeyRepository::rename(Transaction& tx, UserId user, PasskeyId id, const std::string& label) const {
  const auto owner = to_sql(user), key = to_sql(id);
  soci::statement update =
      (tx.sql().prepare << "UPDATE accounts_passkeys SET label = :label WHERE id = :id AND user_id = :user",
       soci::use(label, "label"), soci::use(key, "id"), soci::use(owner, "user"));
  return affected_rows(update) == 1;
}

bool SqlPasskeyRepository::remove(Transaction& tx, UserId user, PasskeyId id) const {
  const auto owner = to_sql(user), key = to_sql(id);
  soci::statement remove = (tx.sql().prepare << "DELETE FROM accounts_passkeys WHERE id = :id AND user_id = :user",
                            soci::use(key, "id"), soci::use(owner, "user"));
  return affected_rows(remove) == 1;
}

bool SqlPasskeyRepository::used(Transaction& tx, PasskeyId id, std::uint32_t count_before, const PasskeyUse& use,
                                Time now) const {
  const auto key = to_sql(id), when = to_sql(now);
  const long long before = count_before, count = use.sign_count;
  const int backed_up = use.backed_up;
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE accounts_passkeys SET sign_count = :count, backed_up = :backed_up, last_used_at = :now
       WHERE id = :id AND sign_count = :before)sql",
                            soci::use(count, "count"), soci::use(backed_up, "backed_up"), soci::use(when, "now"),
                            soci::use(key, "id"), soci::use(before, "before"));
  return affected_rows(update) == 1;
}

bool SqlPasskeyRepository::spend_challenge(Transaction& tx, const std::string& challenge, Time expires) const {
  const auto hash = sha256_hex(challenge);
  const auto until = to_sql(expires);
  return unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO accounts_pending (token_hash, purpose, data, expires_at) VALUES (:hash, 'spent', '', :expires))sql",
        soci::use(hash, "hash"), soci::use(until, "expires");
  });
}

}  // namespace accounts
