-- What a cabinet told afterwards, each once: the same number and fingerprint is the same event, the same number with
-- another fingerprint is a conflict. `told_at` is the device's own time, `at` that time as the server corrected it.
-- `conflict` is empty where it fitted. `matter` says what an administrator has to look at: a 'conflict', an 'alarm', or
-- nothing. `settled_at` is NULL while it waits for that, and only then.
CREATE TABLE key_cabinet_device_events (
  id          BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  cabinet_id  BIGINT         NOT NULL,
  seq         BIGINT         NOT NULL,
  fingerprint VARBINARY(64)  NOT NULL,
  type        VARCHAR(32)    NOT NULL,
  at          BIGINT         NOT NULL,
  told_at     BIGINT         NULL,
  received_at BIGINT         NOT NULL,
  holder_id   BIGINT         NULL,
  key_id      BIGINT         NULL,
  serial      VARBINARY(200) NULL,
  label       VARBINARY(256) NULL,
  slot        BIGINT         NULL,
  detail      VARCHAR(500)   NOT NULL DEFAULT '',
  conflict    VARCHAR(32)    NOT NULL DEFAULT '',
  matter      VARCHAR(16)    NOT NULL DEFAULT '',
  settled_at  BIGINT         NULL,
  version     BIGINT         NOT NULL DEFAULT 1,
  UNIQUE KEY key_cabinet_device_events_once (cabinet_id, seq, fingerprint),
  KEY key_cabinet_device_events_at (at, id),
  KEY key_cabinet_device_events_cabinet_at (cabinet_id, at, id),
  KEY key_cabinet_device_events_type (type, at, id),
  KEY key_cabinet_device_events_conflict (conflict, at, id),
  KEY key_cabinet_device_events_matter (matter, at, id),
  KEY key_cabinet_device_events_waiting (settled_at, matter),
  CONSTRAINT key_cabinet_device_events_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What each cabinet was last given to decide alone until `until_at`, so that it can be told what has changed since.
-- `stamp` is of all that the payload was made of: while it is the same, nothing has to be made again.
CREATE TABLE key_cabinet_snapshots (
  cabinet_id BIGINT        NOT NULL,
  version    BIGINT        NOT NULL,
  stamp      VARBINARY(64) NOT NULL,
  payload    MEDIUMTEXT    NOT NULL,
  made_at    BIGINT        NOT NULL,
  until_at   BIGINT        NOT NULL,
  PRIMARY KEY (cabinet_id, version),
  CONSTRAINT key_cabinet_snapshots_cabinet FOREIGN KEY (cabinet_id) REFERENCES key_cabinet_cabinets (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
