CREATE TABLE probe_makers (
  id      BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version BIGINT       NOT NULL DEFAULT 1,
  name    VARCHAR(100) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
CREATE UNIQUE INDEX probe_makers_name ON probe_makers (name);

CREATE TABLE probe_things (
  id      BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version BIGINT       NOT NULL DEFAULT 1,
  title   VARCHAR(200) NOT NULL,
  kind    VARCHAR(20)  NOT NULL DEFAULT 'prop',
  lent    TINYINT      NOT NULL DEFAULT 0,
  price   BIGINT       NOT NULL DEFAULT 0,
  made_at BIGINT       NOT NULL DEFAULT 0,
  bought  VARCHAR(10)  NOT NULL DEFAULT '',
  maker   BIGINT       NULL,
  notes   TEXT         NOT NULL DEFAULT ''
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
-- A sortable field, and a filterable one: with the field by which the list is sorted, so that both together are found.
CREATE INDEX probe_things_title ON probe_things (title, id);
CREATE INDEX probe_things_price ON probe_things (price, id);
CREATE INDEX probe_things_made ON probe_things (made_at, id);
CREATE INDEX probe_things_bought ON probe_things (bought, id);
CREATE INDEX probe_things_kind ON probe_things (kind, title, id);
CREATE INDEX probe_things_lent ON probe_things (lent, title, id);
CREATE INDEX probe_things_of ON probe_things (maker, title, id);
ALTER TABLE probe_things ADD CONSTRAINT probe_things_maker FOREIGN KEY (maker) REFERENCES probe_makers (id);
