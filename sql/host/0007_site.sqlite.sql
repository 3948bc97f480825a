-- What administrators set about the site, in one row; without it the configuration counts. `version` grows with each
-- change, and every host looks at it every few seconds.
CREATE TABLE host_site (
  id            INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version       INTEGER NOT NULL,
  name          TEXT    NOT NULL,
  time_zone     TEXT    NOT NULL,
  logo          TEXT    NOT NULL,
  contacts      TEXT    NOT NULL,
  privacy       TEXT    NOT NULL,
  privacy_since INTEGER NOT NULL
) STRICT;
