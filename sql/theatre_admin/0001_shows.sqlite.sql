-- The playbill. Times are microseconds since 1970, UTC; a draft is for administrators alone.
CREATE TABLE theatre_admin_shows (
  id               INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version          INTEGER NOT NULL DEFAULT 1,
  title            TEXT    NOT NULL,
  starts_at        INTEGER NOT NULL,
  hall             TEXT    NOT NULL DEFAULT '',
  description      TEXT    NOT NULL DEFAULT '',
  picture          TEXT    NOT NULL DEFAULT '',
  duration_minutes INTEGER NULL,
  age              TEXT    NOT NULL DEFAULT '',
  draft            INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX theatre_admin_shows_playbill ON theatre_admin_shows (draft, starts_at, id);
CREATE INDEX theatre_admin_shows_draft ON theatre_admin_shows (draft, id);
CREATE INDEX theatre_admin_shows_starts ON theatre_admin_shows (starts_at, id);
CREATE INDEX theatre_admin_shows_title ON theatre_admin_shows (title, id);
CREATE INDEX theatre_admin_shows_hall ON theatre_admin_shows (hall, id);
