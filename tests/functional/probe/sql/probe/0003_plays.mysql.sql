CREATE TABLE probe_halls (
  id      BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version BIGINT       NOT NULL DEFAULT 1,
  name    VARCHAR(200) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
CREATE UNIQUE INDEX probe_halls_name ON probe_halls (name);

CREATE TABLE probe_plays (
  id        BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version   BIGINT       NOT NULL DEFAULT 1,
  title     VARCHAR(200) NOT NULL,
  starts_at BIGINT       NOT NULL,
  premiere  VARCHAR(10)  NOT NULL DEFAULT '',
  genre     VARCHAR(20)  NOT NULL DEFAULT 'drama',
  moods     VARCHAR(200) NOT NULL DEFAULT '',
  free      TINYINT      NOT NULL DEFAULT 0,
  seats     INT          NULL,
  hall      BIGINT       NULL,
  guests    VARCHAR(500) NOT NULL DEFAULT '',
  notes     TEXT         NOT NULL DEFAULT '',
  poster    VARCHAR(100) NOT NULL DEFAULT '',
  CONSTRAINT probe_plays_hall FOREIGN KEY (hall) REFERENCES probe_halls (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
CREATE INDEX probe_plays_title ON probe_plays (title, id);
CREATE INDEX probe_plays_in ON probe_plays (hall, id);
