-- What people show: photos, videos, texts; their albums; the links by which they share them; files on their way in.
-- Times are microseconds since 1970, UTC; sizes are bytes.

-- What somebody's portfolio takes up; only changed by guarded updates, so parallel uploads cannot exceed a limit.
-- `id` is the account's. `used` counts what is reserved for uploads under way too. `last_position` only grows.
CREATE TABLE portfolio_owners (
  id            BIGINT NOT NULL PRIMARY KEY,
  version       BIGINT NOT NULL DEFAULT 1,
  used          BIGINT NOT NULL DEFAULT 0,
  items         BIGINT NOT NULL DEFAULT 0,
  uploads       BIGINT NOT NULL DEFAULT 0,
  last_position BIGINT NOT NULL DEFAULT 0,
  KEY portfolio_owners_used (used, id),
  CONSTRAINT portfolio_owners_is_whole CHECK (used >= 0 AND items >= 0 AND uploads >= 0)
) ENGINE = InnoDB;

CREATE TABLE portfolio_albums (
  id          BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version     BIGINT        NOT NULL DEFAULT 1,
  user_id     BIGINT        NOT NULL,
  title       VARCHAR(100)  NOT NULL,
  description VARCHAR(1000) NOT NULL DEFAULT '',
  KEY portfolio_albums_of (user_id, title, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- `position`: greater is further up. `happened_on` is "2026-11-21" or empty. `show_id` is one of theatre_admin's shows.
-- `fault` says why it failed. `lease_until`, of an item in processing: whoever works on it has it until then.
-- `width` and `height` are those of the largest picture, or of the video.
CREATE TABLE portfolio_items (
  id             BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version        BIGINT         NOT NULL DEFAULT 1,
  user_id        BIGINT         NOT NULL,
  kind           VARBINARY(10)  NOT NULL,
  visibility     VARBINARY(10)  NOT NULL,
  state          VARBINARY(10)  NOT NULL,
  fault          VARBINARY(30)  NOT NULL DEFAULT '',
  title          VARCHAR(200)   NOT NULL,
  description    VARCHAR(10000) NOT NULL DEFAULT '',
  alt            VARCHAR(500)   NOT NULL DEFAULT '',
  happened_on    VARBINARY(10)  NOT NULL DEFAULT '',
  show_id        BIGINT         NULL,
  album_id       BIGINT         NULL,
  position       BIGINT         NOT NULL,
  size           BIGINT         NOT NULL DEFAULT 0,
  width          BIGINT         NOT NULL DEFAULT 0,
  height         BIGINT         NOT NULL DEFAULT 0,
  duration_ms    BIGINT         NOT NULL DEFAULT 0,
  created_at     BIGINT         NOT NULL,
  lease_until    BIGINT         NOT NULL DEFAULT 0,
  tries          BIGINT         NOT NULL DEFAULT 0,
  taken_down     TINYINT        NOT NULL DEFAULT 0,
  taken_down_why VARCHAR(500)   NOT NULL DEFAULT '',
  KEY portfolio_items_of (user_id, position),
  KEY portfolio_items_album (album_id, position),
  KEY portfolio_items_work (state, lease_until),
  KEY portfolio_items_created (created_at, id),
  KEY portfolio_items_kind (kind, created_at, id),
  KEY portfolio_items_visibility (visibility, created_at, id),
  KEY portfolio_items_down (taken_down, created_at, id),
  CONSTRAINT portfolio_items_kind_is CHECK (kind IN ('photo', 'video', 'text')),
  CONSTRAINT portfolio_items_visibility_is CHECK (visibility IN ('private', 'school', 'public')),
  CONSTRAINT portfolio_items_state_is CHECK (state IN ('uploading', 'processing', 'ready', 'failed')),
  CONSTRAINT portfolio_items_in_album FOREIGN KEY (album_id) REFERENCES portfolio_albums (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- An item's files in the media store: "s.webp", "l.jpg", "video", "poster".
CREATE TABLE portfolio_files (
  item_id      BIGINT         NOT NULL,
  variant      VARBINARY(10)  NOT NULL,
  name         VARBINARY(100) NOT NULL,
  content_type VARBINARY(100) NOT NULL,
  PRIMARY KEY (item_id, variant),
  CONSTRAINT portfolio_files_item FOREIGN KEY (item_id) REFERENCES portfolio_items (id) ON DELETE CASCADE
) ENGINE = InnoDB;

-- `token` is the SHA-256 of what the link carries, in hexadecimal. Without an album the link shows the whole portfolio.
CREATE TABLE portfolio_links (
  id         BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id    BIGINT        NOT NULL,
  album_id   BIGINT        NULL,
  token      VARBINARY(64) NOT NULL,
  note       VARCHAR(100)  NOT NULL DEFAULT '',
  created_at BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  UNIQUE KEY portfolio_links_token (token),
  KEY portfolio_links_of (user_id, id),
  KEY portfolio_links_expiry (expires_at),
  CONSTRAINT portfolio_links_album FOREIGN KEY (album_id) REFERENCES portfolio_albums (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Files on their way in. `state`: open (it grows), whole (it waits to be processed), done, dropped (nobody wants it). The
-- truth about how much is there is the partial file itself; `partial` is its name, empty once the file was removed.
-- `file_name` is what the client called it: shown, never used as a path. Rows outlive their file for a while, so that a
-- client whose last answer was lost learns how it went.
CREATE TABLE portfolio_uploads (
  id         BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id    BIGINT         NOT NULL,
  item_id    BIGINT         NULL,
  state      VARBINARY(10)  NOT NULL,
  length     BIGINT         NOT NULL,
  partial    VARBINARY(100) NOT NULL,
  file_name  VARCHAR(200)   NOT NULL,
  expires_at BIGINT         NOT NULL,
  KEY portfolio_uploads_item (item_id),
  KEY portfolio_uploads_of (user_id, state),
  KEY portfolio_uploads_expiry (state, expires_at),
  CONSTRAINT portfolio_uploads_state_is CHECK (state IN ('open', 'whole', 'done', 'dropped'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
