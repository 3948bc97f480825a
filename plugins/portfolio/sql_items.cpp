#include "sql_items.hpp"

#include <callboard/sql_select.hpp>

namespace portfolio {

using namespace callboard;

namespace {

const std::string kSelectItem = R"sql(
    SELECT id, version, user_id, kind, visibility, state, fault, title, description, alt, happened_on,
           COALESCE(show_id, 0), COALESCE(album_id, 0), position, size, width, height, duration_ms, created_at,
           taken_down, taken_down_why
      FROM portfolio_items WHERE )sql";

struct ItemRow {
  long long id = 0, version = 0, owner = 0, show = 0, album = 0, position = 0, size = 0, width = 0, height = 0,
            duration = 0, created = 0, down = 0;
  std::string kind, visibility, state;
  Item item;

  void exchange(soci::statement& statement) {
    auto& said = item.said;
    for (auto* number : {&id, &version, &owner}) statement.exchange(soci::into(*number));
    for (auto* text : {&kind, &visibility, &state, &item.fault, &said.title, &said.text, &said.alt, &said.happened_on})
      statement.exchange(soci::into(*text));
    for (auto* number : {&show, &album, &position, &size, &width, &height, &duration, &created, &down})
      statement.exchange(soci::into(*number));
    statement.exchange(soci::into(item.taken_down_why));
  }
  Item value() const {
    Item value = item;
    value.id = ItemId{id};
    value.version = version;
    value.owner = UserId{owner};
    value.kind = kind_from(kind).value();
    value.said.visibility = visibility_from(visibility).value();
    value.state = state_from(state).value();
    if (show > 0) value.said.show = show;
    if (album > 0) value.said.album = AlbumId{album};
    value.position = position;
    value.size = static_cast<std::uint64_t>(size);
    value.width = static_cast<int>(width);
    value.height = static_cast<int>(height);
    value.duration_ms = duration;
    value.created = time_from_sql(created);
    value.taken_down = down != 0;
    return value;
  }
};

// What others see: what is shown to them, finished, and not taken down.
const char* shown_condition(Visibility least) {
  switch (least) {
    case Visibility::Public: return " AND visibility = 'public' AND state = 'ready' AND taken_down = 0";
    case Visibility::School: return " AND visibility IN ('school', 'public') AND state = 'ready' AND taken_down = 0";
    case Visibility::Private: break;
  }
  return "";
}

}  // namespace

std::string SqlItems::selection_statement(const Selection& selection) {
  const std::string rows = selection.album ? "album_id = :album AND user_id = :owner" : "user_id = :owner";
  return kSelectItem + rows + " AND position < :before" + shown_condition(selection.least) +
         " ORDER BY position DESC LIMIT :most";
}

std::string SqlItems::waiting_statement() {
  return "SELECT id FROM portfolio_items WHERE state = 'processing' AND lease_until <= :now ORDER BY lease_until "
         "LIMIT :most";
}

std::optional<Item> SqlItems::find(Transaction& tx, ItemId id) {
  auto found = select_rows<ItemRow>(tx, kSelectItem + "id = :id", {{"id", to_sql(id)}});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Item> SqlItems::select(Transaction& tx, const Selection& selection) {
  SqlBindings bindings{{"owner", to_sql(selection.owner)}, {"before", selection.before}, {"most", selection.most}};
  if (selection.album) bindings.push_back({"album", to_sql(*selection.album)});
  return select_rows<ItemRow>(tx, selection_statement(selection), bindings);
}

ItemId SqlItems::add(Transaction& tx, const Item& item) {
  const auto owner = to_sql(item.owner), created = to_sql(item.created),
             album = to_sql(item.said.album.value_or(AlbumId{}));
  const long long show = item.said.show.value_or(0), position = item.position, size = static_cast<long long>(item.size);
  const std::string kind(name_of(item.kind)), state(name_of(item.state)), visibility(name_of(item.said.visibility));
  tx.sql() << R"sql(
      INSERT INTO portfolio_items (user_id, kind, visibility, state, title, description, alt, happened_on, show_id,
                                   album_id, position, size, created_at)
      VALUES (:owner, :kind, :visibility, :state, :title, :description, :alt, :happened_on, NULLIF(:show, 0),
              NULLIF(:album, 0), :position, :size, :created))sql",
      soci::use(owner, "owner"), soci::use(kind, "kind"), soci::use(visibility, "visibility"),
      soci::use(state, "state"), soci::use(item.said.title, "title"), soci::use(item.said.text, "description"),
      soci::use(item.said.alt, "alt"), soci::use(item.said.happened_on, "happened_on"), soci::use(show, "show"),
      soci::use(album, "album"), soci::use(position, "position"), soci::use(size, "size"),
      soci::use(created, "created");
  return last_insert_id<ItemId>(tx);
}

bool SqlItems::describe(Transaction& tx, const Item& item) {
  const auto id = to_sql(item.id), album = to_sql(item.said.album.value_or(AlbumId{}));
  const long long show = item.said.show.value_or(0), version = item.version;
  const std::string visibility(name_of(item.said.visibility));
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE portfolio_items SET visibility = :visibility, title = :title, description = :description, alt = :alt,
             happened_on = :happened_on, show_id = NULLIF(:show, 0), album_id = NULLIF(:album, 0),
             version = version + 1
       WHERE id = :id AND version = :version)sql",
                            soci::use(visibility, "visibility"), soci::use(item.said.title, "title"),
                            soci::use(item.said.text, "description"), soci::use(item.said.alt, "alt"),
                            soci::use(item.said.happened_on, "happened_on"), soci::use(show, "show"),
                            soci::use(album, "album"), soci::use(id, "id"), soci::use(version, "version"));
  return affected_rows(update) == 1;
}

bool SqlItems::erase(Transaction& tx, ItemId item) {
  const auto id = to_sql(item);
  soci::statement erase = (tx.sql().prepare << "DELETE FROM portfolio_items WHERE id = :id", soci::use(id, "id"));
  return affected_rows(erase) == 1;
}

std::vector<ItemId> SqlItems::of_owner(Transaction& tx, UserId owner) {
  return select_rows<SqlIdRow<ItemId>>(
      tx, "SELECT id FROM portfolio_items WHERE user_id = :owner ORDER BY position DESC", {{"owner", to_sql(owner)}});
}

void SqlItems::set_position(Transaction& tx, ItemId item, std::int64_t position) {
  const auto id = to_sql(item);
  const long long to = position;
  tx.sql() << "UPDATE portfolio_items SET position = :to WHERE id = :id", soci::use(to, "to"), soci::use(id, "id");
}

bool SqlItems::move(Transaction& tx, ItemId item, State from, State to, const std::string& fault) {
  const auto id = to_sql(item);
  const std::string before(name_of(from)), after(name_of(to));
  soci::statement update =
      (tx.sql().prepare << "UPDATE portfolio_items SET state = :after, fault = :fault, tries = 0, lease_until = 0, "
                           "version = version + 1 WHERE id = :id AND state = :before",
       soci::use(after, "after"), soci::use(fault, "fault"), soci::use(id, "id"), soci::use(before, "before"));
  return affected_rows(update) == 1;
}

void SqlItems::set_content(Transaction& tx, const Item& item) {
  const auto id = to_sql(item.id);
  const long long width = item.width, height = item.height, duration = item.duration_ms,
                  size = static_cast<long long>(item.size);
  tx.sql() << "UPDATE portfolio_items SET width = :width, height = :height, duration_ms = :duration, size = :size "
              "WHERE id = :id",
      soci::use(width, "width"), soci::use(height, "height"), soci::use(duration, "duration"), soci::use(size, "size"),
      soci::use(id, "id");
}

bool SqlItems::set_taken_down(Transaction& tx, ItemId item, bool down, const std::string& why) {
  const auto id = to_sql(item);
  const long long after = down ? 1 : 0, before = down ? 0 : 1;
  soci::statement update =
      (tx.sql().prepare << R"sql(
      UPDATE portfolio_items SET taken_down = :after, taken_down_why = :why, version = version + 1
       WHERE id = :id AND taken_down = :before)sql",
       soci::use(after, "after"), soci::use(why, "why"), soci::use(id, "id"), soci::use(before, "before"));
  return affected_rows(update) == 1;
}

std::vector<ItemId> SqlItems::waiting(Transaction& tx, Time now, int most) {
  return select_rows<SqlIdRow<ItemId>>(tx, waiting_statement(), {{"now", to_sql(now)}, {"most", most}});
}

std::optional<int> SqlItems::claim(Transaction& tx, ItemId item, Time now, Time until) {
  const auto id = to_sql(item), at = to_sql(now), end = to_sql(until);
  soci::statement update = (tx.sql().prepare << "UPDATE portfolio_items SET lease_until = :until, tries = tries + 1 "
                                                "WHERE id = :id AND state = 'processing' AND lease_until <= :now",
                            soci::use(end, "until"), soci::use(id, "id"), soci::use(at, "now"));
  if (affected_rows(update) != 1) return std::nullopt;
  long long tries = 0;
  tx.sql() << "SELECT tries FROM portfolio_items WHERE id = :id", soci::use(id, "id"), soci::into(tries);
  return static_cast<int>(tries);
}

void SqlItems::renew(Transaction& tx, ItemId item, int tries, Time until) {
  const auto id = to_sql(item), end = to_sql(until);
  const long long count = tries;
  tx.sql()
      << "UPDATE portfolio_items SET lease_until = :until WHERE id = :id AND state = 'processing' AND tries = :tries",
      soci::use(end, "until"), soci::use(id, "id"), soci::use(count, "tries");
}

void SqlItems::hand_back(Transaction& tx, ItemId item, Time until) {
  const auto id = to_sql(item), end = to_sql(until);
  tx.sql() << "UPDATE portfolio_items SET lease_until = :until, tries = tries - 1 "
              "WHERE id = :id AND state = 'processing' AND tries > 0",
      soci::use(end, "until"), soci::use(id, "id");
}

void SqlItems::put_off(Transaction& tx, ItemId item, Time until) {
  const auto id = to_sql(item), end = to_sql(until);
  tx.sql() << "UPDATE portfolio_items SET lease_until = :until WHERE id = :id AND state = 'processing'",
      soci::use(end, "until"), soci::use(id, "id");
}

std::vector<ItemFile> SqlItems::files(Transaction& tx, ItemId item) {
  const auto id = to_sql(item);
  ItemFile file;
  soci::statement select =
      (tx.sql().prepare << "SELECT variant, name, content_type FROM portfolio_files "
                           "WHERE item_id = :id ORDER BY variant",
       soci::use(id, "id"), soci::into(file.variant), soci::into(file.name), soci::into(file.content_type));
  std::vector<ItemFile> files;
  select.execute();
  while (select.fetch()) files.push_back(file);
  return files;
}

std::optional<ItemFile> SqlItems::file(Transaction& tx, ItemId item, const std::string& variant) {
  const auto id = to_sql(item);
  ItemFile file{variant, {}, {}};
  tx.sql() << "SELECT name, content_type FROM portfolio_files WHERE item_id = :id AND variant = :variant",
      soci::use(id, "id"), soci::use(variant, "variant"), soci::into(file.name), soci::into(file.content_type);
  if (!tx.sql().got_data()) return std::nullopt;
  return file;
}

std::set<ItemId> SqlItems::having(Transaction& tx, const std::vector<ItemId>& items, const std::string& variant) {
  if (items.empty()) return {};
  std::string ids;
  for (const auto item : items) ids += (ids.empty() ? "" : ", ") + std::to_string(to_sql(item));
  long long id = 0;
  soci::statement select = (tx.sql().prepare << "SELECT item_id FROM portfolio_files WHERE variant = :variant "
                                                "AND item_id IN (" +
                                                    ids + ")",
                            soci::use(variant, "variant"), soci::into(id));
  std::set<ItemId> found;
  select.execute();
  while (select.fetch()) found.insert(ItemId{id});
  return found;
}

void SqlItems::set_files(Transaction& tx, ItemId item, const std::vector<ItemFile>& files) {
  const auto id = to_sql(item);
  tx.sql() << "DELETE FROM portfolio_files WHERE item_id = :id", soci::use(id, "id");
  for (const auto& file : files) {
    tx.sql() << "INSERT INTO portfolio_files (item_id, variant, name, content_type) VALUES (:id, :variant, :name, "
                ":content_type)",
        soci::use(id, "id"), soci::use(file.variant, "variant"), soci::use(file.name, "name"),
        soci::use(file.content_type, "content_type");
  }
}

}  // namespace portfolio
