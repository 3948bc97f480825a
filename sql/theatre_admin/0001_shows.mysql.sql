-- The playbill. Times are microseconds since 1970, UTC; a draft is for administrators alone.
CREATE TABLE theatre_admin_shows (
  id               BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version          BIGINT         NOT NULL DEFAULT 1,
  title            VARCHAR(200)   NOT NULL,
  starts_at        BIGINT         NOT NULL,
  hall             VARCHAR(100)   NOT NULL DEFAULT '',
  description      VARCHAR(5000)  NOT NULL DEFAULT '',
  picture          VARBINARY(100) NOT NULL DEFAULT '',
  duration_minutes BIGINT         NULL,
  age              VARBINARY(3)   NOT NULL DEFAULT '',
  draft            TINYINT        NOT NULL DEFAULT 0,
  KEY theatre_admin_shows_playbill (draft, starts_at, id),
  KEY theatre_admin_shows_draft (draft, id),
  KEY theatre_admin_shows_starts (starts_at, id),
  KEY theatre_admin_shows_title (title, id),
  KEY theatre_admin_shows_hall (hall, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
