-- What administrators set about the site, in one row; without it the configuration counts. `version` grows with each
-- change, and every host looks at it every few seconds.
CREATE TABLE host_site (
  id            BIGINT         NOT NULL PRIMARY KEY,
  version       BIGINT         NOT NULL,
  name          VARCHAR(80)    NOT NULL,
  time_zone     VARBINARY(64)  NOT NULL,
  logo          VARBINARY(100) NOT NULL,
  contacts      VARCHAR(1000)  NOT NULL,
  privacy       MEDIUMTEXT     NOT NULL,
  privacy_since BIGINT         NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
