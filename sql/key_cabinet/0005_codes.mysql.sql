-- Pickup codes that hold: one for a user, no two alike.
CREATE TABLE key_cabinet_codes (
  code       VARCHAR(4) NOT NULL PRIMARY KEY,
  user_id    BIGINT     NOT NULL,
  expires_at BIGINT     NOT NULL,
  UNIQUE KEY key_cabinet_codes_user (user_id),
  KEY key_cabinet_codes_expires (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
