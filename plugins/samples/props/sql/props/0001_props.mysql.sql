CREATE TABLE props_props (
  id      BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version BIGINT       NOT NULL DEFAULT 1,
  name    VARCHAR(100) NOT NULL,
  state   VARCHAR(20)  NOT NULL,
  pieces  INT          NULL,
  used_in BIGINT       NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
CREATE INDEX props_props_name ON props_props (name, id);
CREATE INDEX props_props_state ON props_props (state, name, id);
