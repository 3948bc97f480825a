-- What a cabinet told afterwards, each once: the same number and fingerprint is the same event, the same number with
-- another fingerprint is a conflict. `told_at` is the device's own time, `at` that time as the server corrected it.
-- `conflict` is empty where it fitted. `matter` says what an administrator has to look at: a 'conflict', an 'alarm', or
-- nothing. `settled_at` is NULL while it waits for that, and only then.
CREATE TABLE key_cabinet_device_events (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  cabinet_id  INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  fingerprint TEXT    NOT NULL,
  type        TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  told_at     INTEGER NULL,
  received_at INTEGER NOT NULL,
  holder_id   INTEGER NULL,
  key_id      INTEGER NULL,
  serial      TEXT    NULL,
  label       TEXT    NULL,
  slot        INTEGER NULL,
  detail      TEXT    NOT NULL DEFAULT '',
  conflict    TEXT    NOT NULL DEFAULT '',
  matter      TEXT    NOT NULL DEFAULT '',
  settled_at  INTEGER NULL,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT key_cabinet_device_events_once UNIQUE (cabinet_id, seq, fingerprint),
  CONSTRAINT key_cabinet_device_events_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id)
);
CREATE INDEX key_cabinet_device_events_at ON key_cabinet_device_events (at, id);
CREATE INDEX key_cabinet_device_events_cabinet_at ON key_cabinet_device_events (cabinet_id, at, id);
CREATE INDEX key_cabinet_device_events_type ON key_cabinet_device_events (type, at, id);
CREATE INDEX key_cabinet_device_events_conflict ON key_cabinet_device_events (conflict, at, id);
CREATE INDEX key_cabinet_device_events_matter ON key_cabinet_device_events (matter, at, id);
CREATE INDEX key_cabinet_device_events_waiting ON key_cabinet_device_events (settled_at, matter);

-- What each cabinet was last given to decide alone until `until_at`, so that it can be told what has changed since.
-- `stamp` is of all that the payload was made of: while it is the same, nothing has to be made again.
CREATE TABLE key_cabinet_snapshots (
  cabinet_id INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  stamp      TEXT    NOT NULL,
  payload    TEXT    NOT NULL,
  made_at    INTEGER NOT NULL,
  until_at   INTEGER NOT NULL,
  PRIMARY KEY (cabinet_id, version),
  CONSTRAINT key_cabinet_snapshots_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id)
) WITHOUT ROWID;
