-- What a cabinet last told of itself; `version` is of what people edit.
ALTER TABLE key_cabinet_cabinets ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE key_cabinet_cabinets ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE key_cabinet_cabinets ADD COLUMN last_seen_at INTEGER NULL;
ALTER TABLE key_cabinet_cabinets ADD COLUMN checked_in_at INTEGER NULL;
ALTER TABLE key_cabinet_cabinets ADD COLUMN firmware TEXT NOT NULL DEFAULT '';
ALTER TABLE key_cabinet_cabinets ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;

-- One row for each certificate that the cabinets' CA signed: one without a live row here does not hold.
CREATE TABLE key_cabinet_certificates (
  serial     TEXT    NOT NULL PRIMARY KEY,
  cabinet_id INTEGER NOT NULL,
  issued_at  INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NULL,
  CONSTRAINT key_cabinet_certificates_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id)
) WITHOUT ROWID;
CREATE INDEX key_cabinet_certificates_cabinet ON key_cabinet_certificates (cabinet_id);
