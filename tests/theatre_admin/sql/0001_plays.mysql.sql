CREATE TABLE test_halls (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name VARCHAR(200) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
CREATE UNIQUE INDEX test_halls_name ON test_halls (name);

CREATE TABLE test_plays (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  title VARCHAR(200) NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  genre VARCHAR(20) NOT NULL DEFAULT 'drama',
  open TINYINT NOT NULL DEFAULT 0,
  seats INT NULL,
  starts_at BIGINT NOT NULL DEFAULT 0,
  premiere VARCHAR(10) NOT NULL DEFAULT '',
  picture VARCHAR(100) NOT NULL DEFAULT '',
  hall BIGINT NULL,
  CONSTRAINT test_plays_hall FOREIGN KEY (hall) REFERENCES test_halls (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
CREATE INDEX test_plays_title ON test_plays (title, id);
CREATE INDEX test_plays_starts ON test_plays (starts_at, id);
CREATE INDEX test_plays_genre ON test_plays (genre, id);
CREATE INDEX test_plays_open ON test_plays (open, id);
