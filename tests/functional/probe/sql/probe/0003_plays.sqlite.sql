CREATE TABLE probe_halls (
  id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,
  name    TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX probe_halls_name ON probe_halls (name);

CREATE TABLE probe_plays (
  id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version   INTEGER NOT NULL DEFAULT 1,
  title     TEXT    NOT NULL,
  starts_at INTEGER NOT NULL,
  premiere  TEXT    NOT NULL DEFAULT '',
  genre     TEXT    NOT NULL DEFAULT 'drama',
  moods     TEXT    NOT NULL DEFAULT '',
  free      INTEGER NOT NULL DEFAULT 0,
  seats     INTEGER NULL,
  hall      INTEGER NULL,
  guests    TEXT    NOT NULL DEFAULT '',
  notes     TEXT    NOT NULL DEFAULT '',
  poster    TEXT    NOT NULL DEFAULT '',
  CONSTRAINT probe_plays_hall FOREIGN KEY (hall) REFERENCES probe_halls (id)
) STRICT;
CREATE INDEX probe_plays_title ON probe_plays (title, id);
CREATE INDEX probe_plays_in ON probe_plays (hall, id);
