CREATE TABLE props_props (
  id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,
  name    TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  pieces  INTEGER NULL,
  used_in INTEGER NULL
) STRICT;
CREATE INDEX props_props_name ON props_props (name, id);
CREATE INDEX props_props_state ON props_props (state, name, id);
