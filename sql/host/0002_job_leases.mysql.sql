-- Which host runs which job. Times are microseconds since 1970, UTC. A job may be taken when it is due
-- and nobody's lease on it still runs.
CREATE TABLE host_job_leases (
  name VARCHAR(150) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  holder VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  leased_until BIGINT NOT NULL,
  due_at BIGINT NOT NULL
) ENGINE = InnoDB;
