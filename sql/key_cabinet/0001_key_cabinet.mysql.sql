-- Serials and key labels are VARBINARY: MySQL and MariaDB then compare them to the letter, trailing
-- blanks included, with no collation that only one of the two knows. Both hold UTF-8.

CREATE TABLE key_cabinet_cabinets (
  id          BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name        VARBINARY(256) NOT NULL,
  enrolled_at BIGINT         NOT NULL,
  UNIQUE KEY key_cabinet_cabinets_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One row for each device token that was ever signed: a token without a live row here does not hold.
CREATE TABLE key_cabinet_tokens (
  jti        VARBINARY(32) NOT NULL PRIMARY KEY,
  cabinet_id BIGINT        NOT NULL,
  issued_at  BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  revoked_at BIGINT        NULL,
  KEY key_cabinet_tokens_cabinet (cabinet_id),
  CONSTRAINT key_cabinet_tokens_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE key_cabinet_rooms (
  id   BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARBINARY(400) NOT NULL,
  UNIQUE KEY key_cabinet_rooms_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE key_cabinet_keys (
  id      BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  room_id BIGINT         NOT NULL,
  label   VARBINARY(256) NOT NULL,
  UNIQUE KEY key_cabinet_keys_label (label),
  KEY key_cabinet_keys_room (room_id),
  CONSTRAINT key_cabinet_keys_room FOREIGN KEY (room_id) REFERENCES key_cabinet_rooms (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A holder who leaves keeps the row, for the history: the serial becomes NULL (and free), the name empty.
CREATE TABLE key_cabinet_holders (
  id       BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  fullname VARCHAR(100)   NOT NULL,
  serial   VARBINARY(200) NULL,
  version  BIGINT         NOT NULL DEFAULT 1,
  UNIQUE KEY key_cabinet_holders_serial (serial)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE key_cabinet_access (
  holder_id BIGINT NOT NULL,
  key_id    BIGINT NOT NULL,
  PRIMARY KEY (holder_id, key_id),
  KEY key_cabinet_access_key (key_id),
  CONSTRAINT key_cabinet_access_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id) ON DELETE CASCADE,
  CONSTRAINT key_cabinet_access_key FOREIGN KEY (key_id) REFERENCES key_cabinet_keys (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A loan is written once when the key is taken and closed once when it is back, and nothing in it is
-- ever overwritten: it is the record of both events. `open_key` is the key while it is out and NULL
-- afterwards: its unique index is the rule that a key is never in two hands.
CREATE TABLE key_cabinet_loans (
  id                  BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  key_id              BIGINT NOT NULL,
  holder_id           BIGINT NOT NULL,
  open_key            BIGINT NULL,
  taken_at            BIGINT NOT NULL,
  taken_cabinet_id    BIGINT NULL,
  returned_at         BIGINT NULL,
  returned_cabinet_id BIGINT NULL,
  UNIQUE KEY key_cabinet_loans_open_key (open_key),
  KEY key_cabinet_loans_key (key_id, taken_at),
  KEY key_cabinet_loans_holder (holder_id, taken_at),
  CONSTRAINT key_cabinet_loans_key FOREIGN KEY (key_id) REFERENCES key_cabinet_keys (id),
  CONSTRAINT key_cabinet_loans_holder FOREIGN KEY (holder_id) REFERENCES key_cabinet_holders (id),
  CONSTRAINT key_cabinet_loans_open_or_returned CHECK ((open_key IS NULL) = (returned_at IS NOT NULL)),
  CONSTRAINT key_cabinet_loans_open_its_key CHECK (open_key IS NULL OR open_key = key_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What happened at a cabinet and is no loan: refusals. Rows are only ever added. `serial` is there where
-- no holder has it, `label` where no key has it. People and keys that are known appear by id.
CREATE TABLE key_cabinet_events (
  id         BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at         BIGINT         NOT NULL,
  type       VARCHAR(32)    NOT NULL,
  reason     VARCHAR(32)    NOT NULL,
  cabinet_id BIGINT         NULL,
  holder_id  BIGINT         NULL,
  key_id     BIGINT         NULL,
  serial     VARBINARY(200) NULL,
  label      VARBINARY(256) NULL,
  KEY key_cabinet_events_at (at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The first answer to each request that carried an Idempotency-Key. Cabinet 0 is a laboratory's, unknown.
CREATE TABLE key_cabinet_answers (
  cabinet_id      BIGINT        NOT NULL,
  idempotency_key VARBINARY(64) NOT NULL,
  fingerprint     VARBINARY(64) NOT NULL,
  status          SMALLINT      NOT NULL,
  body            TEXT          NOT NULL,
  stored_at       BIGINT        NOT NULL,
  PRIMARY KEY (cabinet_id, idempotency_key),
  KEY key_cabinet_answers_stored_at (stored_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

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
