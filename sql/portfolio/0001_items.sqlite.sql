-- What people show: photos, videos, texts; their albums; the links by which they share them; files on their way in.
-- Times are microseconds since 1970, UTC; sizes are bytes.

-- What somebody's portfolio takes up; only changed by guarded updates, so parallel uploads cannot exceed a limit.
-- `id` is the account's. `used` counts what is reserved for uploads under way too. `last_position` only grows.
CREATE TABLE portfolio_owners (
  id            INTEGER NOT NULL PRIMARY KEY,
  version       INTEGER NOT NULL DEFAULT 1,
  used          INTEGER NOT NULL DEFAULT 0,
  items         INTEGER NOT NULL DEFAULT 0,
  uploads       INTEGER NOT NULL DEFAULT 0,
  last_position INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT portfolio_owners_is_whole CHECK (used >= 0 AND items >= 0 AND uploads >= 0)
) STRICT;
CREATE INDEX portfolio_owners_used ON portfolio_owners (used, id);

CREATE TABLE portfolio_albums (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version     INTEGER NOT NULL DEFAULT 1,
  user_id     INTEGER NOT NULL,
  title       TEXT    NOT NULL,
  description TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX portfolio_albums_of ON portfolio_albums (user_id, title, id);

-- `position`: greater is further up. `happened_on` is "2026-11-21" or empty. `show_id` is one of theatre_admin's shows.
-- `fault` says why it failed. `lease_until`, of an item in processing: whoever works on it has it until then.
-- `width` and `height` are those of the largest picture, or of the video.
CREATE TABLE portfolio_items (
  id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version        INTEGER NOT NULL DEFAULT 1,
  user_id        INTEGER NOT NULL,
  kind           TEXT    NOT NULL,
  visibility     TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  fault          TEXT    NOT NULL DEFAULT '',
  title          TEXT    NOT NULL,
  description    TEXT    NOT NULL DEFAULT '',
  alt            TEXT    NOT NULL DEFAULT '',
  happened_on    TEXT    NOT NULL DEFAULT '',
  show_id        INTEGER NULL,
  album_id       INTEGER NULL,
  position       INTEGER NOT NULL,
  size           INTEGER NOT NULL DEFAULT 0,
  width          INTEGER NOT NULL DEFAULT 0,
  height         INTEGER NOT NULL DEFAULT 0,
  duration_ms    INTEGER NOT NULL DEFAULT 0,
  created_at     INTEGER NOT NULL,
  lease_until    INTEGER NOT NULL DEFAULT 0,
  tries          INTEGER NOT NULL DEFAULT 0,
  taken_down     INTEGER NOT NULL DEFAULT 0,
  taken_down_why TEXT    NOT NULL DEFAULT '',
  CONSTRAINT portfolio_items_kind_is CHECK (kind IN ('photo', 'video', 'text')),
  CONSTRAINT portfolio_items_visibility_is CHECK (visibility IN ('private', 'school', 'public')),
  CONSTRAINT portfolio_items_state_is CHECK (state IN ('uploading', 'processing', 'ready', 'failed')),
  CONSTRAINT portfolio_items_in_album FOREIGN KEY (album_id) REFERENCES portfolio_albums (id)
) STRICT;
CREATE INDEX portfolio_items_of ON portfolio_items (user_id, position);
CREATE INDEX portfolio_items_album ON portfolio_items (album_id, position);
CREATE INDEX portfolio_items_work ON portfolio_items (state, lease_until);
CREATE INDEX portfolio_items_created ON portfolio_items (created_at, id);
CREATE INDEX portfolio_items_kind ON portfolio_items (kind, created_at, id);
CREATE INDEX portfolio_items_visibility ON portfolio_items (visibility, created_at, id);
CREATE INDEX portfolio_items_down ON portfolio_items (taken_down, created_at, id);

-- An item's files in the media store: "s.webp", "l.jpg", "video", "poster".
CREATE TABLE portfolio_files (
  item_id      INTEGER NOT NULL,
  variant      TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  content_type TEXT    NOT NULL,
  PRIMARY KEY (item_id, variant),
  CONSTRAINT portfolio_files_item FOREIGN KEY (item_id) REFERENCES portfolio_items (id) ON DELETE CASCADE
) STRICT;

-- `token` is the SHA-256 of what the link carries, in hexadecimal. Without an album the link shows the whole portfolio.
CREATE TABLE portfolio_links (
  id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  user_id    INTEGER NOT NULL,
  album_id   INTEGER NULL,
  token      TEXT    NOT NULL,
  note       TEXT    NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  CONSTRAINT portfolio_links_album FOREIGN KEY (album_id) REFERENCES portfolio_albums (id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX portfolio_links_token ON portfolio_links (token);
CREATE INDEX portfolio_links_of ON portfolio_links (user_id, id);
CREATE INDEX portfolio_links_expiry ON portfolio_links (expires_at);

-- Files on their way in. `state`: open (it grows), whole (it waits to be processed), done, dropped (nobody wants it). The
-- truth about how much is there is the partial file itself; `partial` is its name, empty once the file was removed.
-- `file_name` is what the client called it: shown, never used as a path. Rows outlive their file for a while, so that a
-- client whose last answer was lost learns how it went.
CREATE TABLE portfolio_uploads (
  id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  user_id    INTEGER NOT NULL,
  item_id    INTEGER NULL,
  state      TEXT    NOT NULL,
  length     INTEGER NOT NULL,
  partial    TEXT    NOT NULL,
  file_name  TEXT    NOT NULL,
  expires_at INTEGER NOT NULL,
  CONSTRAINT portfolio_uploads_state_is CHECK (state IN ('open', 'whole', 'done', 'dropped'))
) STRICT;
CREATE INDEX portfolio_uploads_item ON portfolio_uploads (item_id);
CREATE INDEX portfolio_uploads_of ON portfolio_uploads (user_id, state);
CREATE INDEX portfolio_uploads_expiry ON portfolio_uploads (state, expires_at);
