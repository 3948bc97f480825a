CREATE TABLE probe_makers (
  id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,
  name    TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX probe_makers_name ON probe_makers (name);

CREATE TABLE probe_things (
  id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,
  title   TEXT    NOT NULL,
  kind    TEXT    NOT NULL DEFAULT 'prop',
  lent    INTEGER NOT NULL DEFAULT 0,
  price   INTEGER NOT NULL DEFAULT 0,
  made_at INTEGER NOT NULL DEFAULT 0,
  bought  TEXT    NOT NULL DEFAULT '',
  maker   INTEGER NULL,
  notes   TEXT    NOT NULL DEFAULT '',
  CONSTRAINT probe_things_maker FOREIGN KEY (maker) REFERENCES probe_makers (id)
) STRICT;
-- A sortable field, and a filterable one: with the field by which the list is sorted, so that both together are found.
CREATE INDEX probe_things_title ON probe_things (title, id);
CREATE INDEX probe_things_price ON probe_things (price, id);
CREATE INDEX probe_things_made ON probe_things (made_at, id);
CREATE INDEX probe_things_bought ON probe_things (bought, id);
CREATE INDEX probe_things_kind ON probe_things (kind, title, id);
CREATE INDEX probe_things_lent ON probe_things (lent, title, id);
CREATE INDEX probe_things_of ON probe_things (maker, title, id);
