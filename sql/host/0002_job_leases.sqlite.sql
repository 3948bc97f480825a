-- Which host runs which job. Times are microseconds since 1970, UTC. A job may be taken when it is due
-- and nobody's lease on it still runs.
CREATE TABLE host_job_leases (
  name TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  leased_until INTEGER NOT NULL,
  due_at INTEGER NOT NULL
);
