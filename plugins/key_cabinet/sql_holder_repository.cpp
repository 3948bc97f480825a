#include "sql_holder_repository.hpp"

#include <optional>

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

// The id of the row that has `unique`, by a statement that takes it as its only parameter.
std::optional<long long> find(Transaction& tx, const char* select, const std::string& unique) {
  long long id = 0;
  tx.sql() << select, soci::use(unique), soci::into(id);
  if (!tx.sql().got_data()) return std::nullopt;
  return id;
}

template <typename Id, typename Insert>
HolderRepository::Added<Id> find_or_add(Transaction& tx, const char* select, const std::string& unique,
                                        const Insert& insert) {
  if (const auto id = find(tx, select, unique)) return {static_cast<Id>(*id), false};
  insert();
  return {static_cast<Id>(find(tx, select, unique).value()), true};
}

}  // namespace

HolderRepository::Added<RoomId> SqlHolderRepository::add_room(Transaction& tx, const std::string& name) const {
  return find_or_add<RoomId>(tx, "SELECT id FROM key_cabinet_rooms WHERE name = :name", name, [&] {
    tx.sql() << "INSERT INTO key_cabinet_rooms (name) VALUES (:name)", soci::use(name, "name");
  });
}

HolderRepository::Added<KeyId> SqlHolderRepository::add_key(Transaction& tx, RoomId room,
                                                            const std::string& label) const {
  return find_or_add<KeyId>(tx, "SELECT id FROM key_cabinet_keys WHERE label = :label", label, [&] {
    const auto room_id = to_sql(room);
    tx.sql() << "INSERT INTO key_cabinet_keys (room_id, label) VALUES (:room, :label)", soci::use(room_id, "room"),
        soci::use(label, "label");
  });
}

HolderRepository::Added<HolderId> SqlHolderRepository::add_holder(Transaction& tx, const std::string& fullname,
                                                                  const std::string& serial) const {
  return find_or_add<HolderId>(tx, "SELECT id FROM key_cabinet_holders WHERE serial = :serial", serial, [&] {
    tx.sql() << "INSERT INTO key_cabinet_holders (fullname, serial) VALUES (:fullname, :serial)",
        soci::use(fullname, "fullname"), soci::use(serial, "serial");
  });
}

void SqlHolderRepository::allow(Transaction& tx, HolderId holder, KeyId key) const {
  const auto holder_id = to_sql(holder), key_id = to_sql(key);
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_access (holder_id, key_id)
      SELECT h.id, k.id FROM key_cabinet_holders h JOIN key_cabinet_keys k ON k.id = :key
       WHERE h.id = :holder
         AND NOT EXISTS (SELECT 1 FROM key_cabinet_access a WHERE a.holder_id = h.id AND a.key_id = k.id))sql",
      soci::use(key_id, "key"), soci::use(holder_id, "holder");
}

}  // namespace key_cabinet
