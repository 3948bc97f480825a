CREATE TABLE test_halls (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX test_halls_name ON test_halls (name);

CREATE TABLE test_plays (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,
  title TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  genre TEXT NOT NULL DEFAULT 'drama',
  open INTEGER NOT NULL DEFAULT 0,
  seats INTEGER NULL,
  starts_at INTEGER NOT NULL DEFAULT 0,
  premiere TEXT NOT NULL DEFAULT '',
  picture TEXT NOT NULL DEFAULT '',
  hall INTEGER NULL,
  CONSTRAINT test_plays_hall FOREIGN KEY (hall) REFERENCES test_halls (id)
) STRICT;
CREATE INDEX test_plays_title ON test_plays (title, id);
CREATE INDEX test_plays_starts ON test_plays (starts_at, id);
CREATE INDEX test_plays_genre ON test_plays (genre, id);
CREATE INDEX test_plays_open ON test_plays (open, id);
CREATE INDEX test_plays_hall ON test_plays (hall, id);
