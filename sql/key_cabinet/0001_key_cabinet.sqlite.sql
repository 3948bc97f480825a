-- Texts are compared byte by byte (SQLite's BINARY), so serials and labels are compared to the letter.

CREATE TABLE key_cabinet_cabinets (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name        TEXT    NOT NULL,
  enrolled_at INTEGER NOT NULL,
  CONSTRAINT key_cabinet_cabinets_name UNIQUE (name)
);

-- One row for each device token that was ever signed: a token without a live row here does not hold.
CREATE TABLE key_cabinet_tokens (
  jti        TEXT    NOT NULL PRIMARY KEY,
  cabinet_id INTEGER NOT NULL,
  issued_at  INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NULL,
  CONSTRAINT key_cabinet_tokens_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id)
) WITHOUT ROWID;
CREATE INDEX key_cabinet_tokens_cabinet ON key_cabinet_tokens (cabinet_id);

CREATE TABLE key_cabinet_rooms (
  id   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT    NOT NULL,
  CONSTRAINT key_cabinet_rooms_name UNIQUE (name)
);

CREATE TABLE key_cabinet_keys (
  id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  room_id INTEGER NOT NULL,
  label   TEXT    NOT NULL,
  CONSTRAINT key_cabinet_keys_label UNIQUE (label),
  CONSTRAINT key_cabinet_keys_room FOREIGN KEY (room_id) REFERENCES key_cabinet_rooms (id)
);
CREATE INDEX key_cabinet_keys_room ON key_cabinet_keys (room_id);

-- A holder who leaves keeps the row, for the history: the serial becomes NULL (and free), the name empty.
CREATE TABLE key_cabinet_holders (
  id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  fullname TEXT    NOT NULL,
  serial   TEXT    NULL,
  version  INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT key_cabinet_holders_serial UNIQUE (serial)
);

CREATE TABLE key_cabinet_access (
  holder_id INTEGER NOT NULL,
  key_id    INTEGER NOT NULL,
  PRIMARY KEY (holder_id, key_id),
  CONSTRAINT key_cabinet_access_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_access_key FOREIGN KEY (key_id) REFERENCES key_cabinet_keys (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX key_cabinet_access_key ON key_cabinet_access (key_id);

-- A loan is written once when the key is taken and closed once when it is back, and nothing in it is
-- ever overwritten: it is the record of both events. `open_key` is the key while it is out and NULL
-- afterwards: its unique index is the rule that a key is never in two hands.
CREATE TABLE key_cabinet_loans (
  id                  INTEGER NOT NULL PRIMARY KEY,
  key_id              INTEGER NOT NULL,
  holder_id           INTEGER NOT NULL,
  open_key            INTEGER NULL,
  taken_at            INTEGER NOT NULL,
  taken_cabinet_id    INTEGER NULL,
  returned_at         INTEGER NULL,
  returned_cabinet_id INTEGER NULL,
  CONSTRAINT key_cabinet_loans_open_key UNIQUE (open_key),
  CONSTRAINT key_cabinet_loans_key FOREIGN KEY (key_id) REFERENCES key_cabinet_keys (id),
  CONSTRAINT key_cabinet_loans_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id),
  CONSTRAINT key_cabinet_loans_open_or_returned CHECK ((open_key IS NULL) = (returned_at IS NOT NULL)),
  CONSTRAINT key_cabinet_loans_open_its_key CHECK (open_key IS NULL OR open_key = key_id)
);
CREATE INDEX key_cabinet_loans_key ON key_cabinet_loans (key_id, taken_at);
CREATE INDEX key_cabinet_loans_holder ON key_cabinet_loans (holder_id, taken_at);

-- What happened at a cabinet and is no loan: refusals. Rows are only ever added. `serial` is there where
-- no holder has it, `label` where no key has it. People and keys that are known appear by id.
CREATE TABLE key_cabinet_events (
  id         INTEGER NOT NULL PRIMARY KEY,
  at         INTEGER NOT NULL,
  type       TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  cabinet_id INTEGER NULL,
  holder_id  INTEGER NULL,
  key_id     INTEGER NULL,
  serial     TEXT    NULL,
  label      TEXT    NULL
);
CREATE INDEX key_cabinet_events_at ON key_cabinet_events (at);

-- The first answer to each request that carried an Idempotency-Key. Cabinet 0 is a laboratory's, unknown.
CREATE TABLE key_cabinet_answers (
  cabinet_id      INTEGER NOT NULL,
  idempotency_key TEXT    NOT NULL,
  fingerprint     TEXT    NOT NULL,
  status          INTEGER NOT NULL,
  body            TEXT    NOT NULL,
  stored_at       INTEGER NOT NULL,
  PRIMARY KEY (cabinet_id, idempotency_key)
) WITHOUT ROWID;
CREATE INDEX key_cabinet_answers_stored_at ON key_cabinet_answers (stored_at);

-- Every event at the cabinets, in one shape: loans say when a key went out and came back.
CREATE VIEW key_cabinet_journal AS
  SELECT taken_at AS at, 'issued' AS type, NULL AS reason, taken_cabinet_id AS cabinet_id, holder_id, key_id,
         NULL AS serial, NULL AS label
    FROM key_cabinet_loans
  UNION ALL
  SELECT returned_at, 'returned', NULL, returned_cabinet_id, holder_id, key_id, NULL, NULL
    FROM key_cabinet_loans WHERE returned_at IS NOT NULL
  UNION ALL
  SELECT at, type, reason, cabinet_id, holder_id, key_id, serial, label FROM key_cabinet_events;
