#include "sql_albums.hpp"

#include <callboard/sql.hpp>

namespace portfolio {

using namespace callboard;

namespace {

const std::string kSelectLink = R"sql(
    SELECT l.id, l.user_id, COALESCE(l.album_id, 0), COALESCE(a.title, ''), l.note, l.created_at, l.expires_at
      FROM portfolio_links l LEFT JOIN portfolio_albums a ON a.id = l.album_id WHERE )sql";

struct LinkRow {
  long long id = 0, owner = 0, album = 0, created = 0, expires = 0;
  Link link;

  Link value() const {
    Link value = link;
    value.id = LinkId{id};
    value.owner = UserId{owner};
    if (album > 0) value.album = AlbumId{album};
    value.created = time_from_sql(created);
    value.expires = time_from_sql(expires);
    return value;
  }
};

}  // namespace

std::vector<Album> SqlAlbums::of_owner(Transaction& tx, UserId owner) {
  const auto user = to_sql(owner);
  long long id = 0;
  Album album;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT a.id, a.title, a.description, (SELECT COUNT(*) FROM portfolio_items i WHERE i.album_id = a.id)
        FROM portfolio_albums a WHERE a.user_id = :user ORDER BY a.title, a.id LIMIT 200)sql",
                            soci::use(user, "user"), soci::into(id), soci::into(album.title),
                            soci::into(album.description), soci::into(album.items));
  std::vector<Album> albums;
  select.execute();
  while (select.fetch()) {
    album.id = AlbumId{id};
    album.owner = owner;
    albums.push_back(album);
  }
  return albums;
}

std::optional<Album> SqlAlbums::find(Transaction& tx, AlbumId album) {
  const auto id = to_sql(album);
  long long owner = 0;
  Album found;
  tx.sql() << "SELECT user_id, title, description FROM portfolio_albums WHERE id = :id", soci::use(id, "id"),
      soci::into(owner), soci::into(found.title), soci::into(found.description);
  if (!tx.sql().got_data()) return std::nullopt;
  found.id = album;
  found.owner = UserId{owner};
  return found;
}

AlbumId SqlAlbums::add(Transaction& tx, const Album& album) {
  const auto user = to_sql(album.owner);
  tx.sql() << "INSERT INTO portfolio_albums (user_id, title, description) VALUES (:user, :title, :description)",
      soci::use(user, "user"), soci::use(album.title, "title"), soci::use(album.description, "description");
  return last_insert_id<AlbumId>(tx);
}

void SqlAlbums::change(Transaction& tx, const Album& album) {
  const auto id = to_sql(album.id);
  tx.sql() << "UPDATE portfolio_albums SET title = :title, description = :description, version = version + 1 "
              "WHERE id = :id",
      soci::use(album.title, "title"), soci::use(album.description, "description"), soci::use(id, "id");
}

void SqlAlbums::erase(Transaction& tx, AlbumId album) {
  const auto id = to_sql(album);
  tx.sql() << "UPDATE portfolio_items SET album_id = NULL, version = version + 1 WHERE album_id = :id",
      soci::use(id, "id");
  tx.sql() << "DELETE FROM portfolio_albums WHERE id = :id", soci::use(id, "id");
}

void SqlAlbums::erase_of(Transaction& tx, UserId owner) {
  const auto user = to_sql(owner);
  tx.sql() << "DELETE FROM portfolio_albums WHERE user_id = :user", soci::use(user, "user");
}

std::string SqlLinks::find_statement() { return kSelectLink + "l.token = :token AND l.expires_at > :now"; }

std::vector<Link> SqlLinks::of_owner(Transaction& tx, UserId owner, Time now) {
  const auto user = to_sql(owner), at = to_sql(now);
  LinkRow row;
  soci::statement select =
      (tx.sql().prepare << kSelectLink + "l.user_id = :user AND l.expires_at > :now ORDER BY l.id DESC LIMIT 200",
       soci::use(user, "user"), soci::use(at, "now"), soci::into(row.id), soci::into(row.owner), soci::into(row.album),
       soci::into(row.link.album_title), soci::into(row.link.note), soci::into(row.created), soci::into(row.expires));
  std::vector<Link> links;
  select.execute();
  while (select.fetch()) links.push_back(row.value());
  return links;
}

std::optional<Link> SqlLinks::find(Transaction& tx, const std::string& token, Time now) {
  const auto at = to_sql(now);
  LinkRow row;
  tx.sql() << find_statement(), soci::use(token, "token"), soci::use(at, "now"), soci::into(row.id),
      soci::into(row.owner), soci::into(row.album), soci::into(row.link.album_title), soci::into(row.link.note),
      soci::into(row.created), soci::into(row.expires);
  if (!tx.sql().got_data()) return std::nullopt;
  return row.value();
}

LinkId SqlLinks::add(Transaction& tx, const Link& link, const std::string& token) {
  const auto user = to_sql(link.owner), album = to_sql(link.album.value_or(AlbumId{})), created = to_sql(link.created),
             expires = to_sql(link.expires);
  tx.sql() << "INSERT INTO portfolio_links (user_id, album_id, token, note, created_at, expires_at) "
              "VALUES (:user, NULLIF(:album, 0), :token, :note, :created, :expires)",
      soci::use(user, "user"), soci::use(album, "album"), soci::use(token, "token"), soci::use(link.note, "note"),
      soci::use(created, "created"), soci::use(expires, "expires");
  return last_insert_id<LinkId>(tx);
}

bool SqlLinks::erase(Transaction& tx, UserId owner, LinkId link) {
  const auto id = to_sql(link), user = to_sql(owner);
  soci::statement erase = (tx.sql().prepare << "DELETE FROM portfolio_links WHERE id = :id AND user_id = :user",
                           soci::use(id, "id"), soci::use(user, "user"));
  return affected_rows(erase) == 1;
}

void SqlLinks::erase_of(Transaction& tx, UserId owner) {
  const auto user = to_sql(owner);
  tx.sql() << "DELETE FROM portfolio_links WHERE user_id = :user", soci::use(user, "user");
}

long long SqlLinks::erase_expired(Transaction& tx, Time now) {
  return erase_oldest(tx, "portfolio_links", "id", "expires_at", now, 500);
}

}  // namespace portfolio
