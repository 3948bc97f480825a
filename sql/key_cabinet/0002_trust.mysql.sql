-- What a cabinet last told of itself; `version` is of what people edit.
ALTER TABLE key_cabinet_cabinets
  ADD COLUMN version       BIGINT       NOT NULL DEFAULT 1,
  ADD COLUMN place         VARCHAR(200) NOT NULL DEFAULT '',
  ADD COLUMN last_seen_at  BIGINT       NULL,
  ADD COLUMN checked_in_at BIGINT       NULL,
  ADD COLUMN firmware      VARCHAR(64)  NOT NULL DEFAULT '',
  ADD COLUMN pending       BIGINT       NOT NULL DEFAULT 0;

-- One row for each certificate that the cabinets' CA signed: one without a live row here does not hold.
CREATE TABLE key_cabinet_certificates (
  serial     VARBINARY(64) NOT NULL PRIMARY KEY,
  cabinet_id BIGINT        NOT NULL,
  issued_at  BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  revoked_at BIGINT        NULL,
  KEY key_cabinet_certificates_cabinet (cabinet_id),
  CONSTRAINT key_cabinet_certificates_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
