-- Pickup codes that hold: one for a user, no two alike.
CREATE TABLE key_cabinet_codes (
  code       TEXT    NOT NULL PRIMARY KEY,
  user_id    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  CONSTRAINT key_cabinet_codes_user UNIQUE (user_id)
) WITHOUT ROWID;
CREATE INDEX key_cabinet_codes_expires ON key_cabinet_codes (expires_at);
