#include "sql_uploads.hpp"

#include <array>

#include <callboard/sql_select.hpp>

namespace portfolio {

using namespace callboard;

namespace {

constexpr std::array<const char*, 4> kUploadStates{"open", "whole", "done", "dropped"};

std::string upload_state(UploadState state) { return kUploadStates.at(static_cast<std::size_t>(state)); }

UploadState upload_state_from(const std::string& name) {
  for (std::size_t i = 0; i < kUploadStates.size(); ++i) {
    if (name == kUploadStates.at(i)) return static_cast<UploadState>(i);
  }
  throw std::logic_error("no state of an upload: " + name);
}

const std::string kSelectUpload = R"sql(
    SELECT id, user_id, COALESCE(item_id, 0), state, length, partial, file_name, expires_at
      FROM portfolio_uploads WHERE )sql";

struct UploadRow {
  long long id = 0, owner = 0, item = 0, length = 0, expires = 0;
  std::string state;
  UploadRecord upload;

  void exchange(soci::statement& statement) {
    for (auto* number : {&id, &owner, &item}) statement.exchange(soci::into(*number));
    statement.exchange(soci::into(state)), statement.exchange(soci::into(length));
    statement.exchange(soci::into(upload.partial)), statement.exchange(soci::into(upload.file_name));
    statement.exchange(soci::into(expires));
  }
  UploadRecord value() const {
    UploadRecord value = upload;
    value.id = UploadId{id};
    value.owner = UserId{owner};
    if (item > 0) value.item = ItemId{item};
    value.state = upload_state_from(state);
    value.length = static_cast<std::uint64_t>(length);
    value.expires = time_from_sql(expires);
    return value;
  }
};

std::vector<UploadRecord> uploads_by(Transaction& tx, const std::string& condition, long long value) {
  return select_rows<UploadRow>(tx, kSelectUpload + condition, {{"value", value}});
}

}  // namespace

std::string SqlUploads::expired_statement() {
  return kSelectUpload + "state = :state AND expires_at <= :until ORDER BY expires_at LIMIT :most";
}

UploadId SqlUploads::add(Transaction& tx, const UploadRecord& upload) {
  const auto user = to_sql(upload.owner), item = to_sql(upload.item.value_or(ItemId{})),
             expires = to_sql(upload.expires);
  const auto length = static_cast<long long>(upload.length);
  const auto state = upload_state(upload.state);
  tx.sql() << "INSERT INTO portfolio_uploads (user_id, item_id, state, length, partial, file_name, expires_at) "
              "VALUES (:user, NULLIF(:item, 0), :state, :length, :partial, :file_name, :expires)",
      soci::use(user, "user"), soci::use(item, "item"), soci::use(state, "state"), soci::use(length, "length"),
      soci::use(upload.partial, "partial"), soci::use(upload.file_name, "file_name"), soci::use(expires, "expires");
  return last_insert_id<UploadId>(tx);
}

std::optional<UploadRecord> SqlUploads::find(Transaction& tx, UploadId id) {
  auto found = uploads_by(tx, "id = :value", to_sql(id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<UploadRecord> SqlUploads::of_item(Transaction& tx, ItemId item) {
  auto found = uploads_by(tx, "item_id = :value ORDER BY id DESC LIMIT 1", to_sql(item));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<UploadRecord> SqlUploads::of_owner(Transaction& tx, UserId owner) {
  return uploads_by(tx, "user_id = :value ORDER BY state, id LIMIT 200", to_sql(owner));
}

bool SqlUploads::move(Transaction& tx, UploadId upload, UploadState from, UploadState to) {
  const auto id = to_sql(upload);
  const auto before = upload_state(from), after = upload_state(to);
  soci::statement update =
      (tx.sql().prepare << "UPDATE portfolio_uploads SET state = :after WHERE id = :id AND state = :before",
       soci::use(after, "after"), soci::use(id, "id"), soci::use(before, "before"));
  return affected_rows(update) == 1;
}

void SqlUploads::drop_of(Transaction& tx, ItemId item) {
  const auto id = to_sql(item);
  tx.sql() << "UPDATE portfolio_uploads SET state = 'dropped', item_id = NULL WHERE item_id = :id", soci::use(id, "id");
}

void SqlUploads::drop_done_of(Transaction& tx, UserId owner) {
  const auto user = to_sql(owner);
  tx.sql() << "UPDATE portfolio_uploads SET state = 'dropped' WHERE user_id = :user AND state = 'done'",
      soci::use(user, "user");
}

void SqlUploads::set_expiry(Transaction& tx, UploadId upload, Time expires) {
  const auto id = to_sql(upload), at = to_sql(expires);
  tx.sql() << "UPDATE portfolio_uploads SET expires_at = :at WHERE id = :id", soci::use(at, "at"), soci::use(id, "id");
}

std::vector<UploadRecord> SqlUploads::expired(Transaction& tx, UploadState state, Time until, int most) {
  return select_rows<UploadRow>(tx, expired_statement(),
                                {{"state", upload_state(state)}, {"until", to_sql(until)}, {"most", most}});
}

void SqlUploads::forget_file(Transaction& tx, UploadId upload) {
  const auto id = to_sql(upload);
  tx.sql() << "UPDATE portfolio_uploads SET partial = '' WHERE id = :id", soci::use(id, "id");
}

void SqlUploads::erase(Transaction& tx, UploadId upload) {
  const auto id = to_sql(upload);
  tx.sql() << "DELETE FROM portfolio_uploads WHERE id = :id", soci::use(id, "id");
}

}  // namespace portfolio
