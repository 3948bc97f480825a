-- Buckets of the rate limits. Times are microseconds since 1970, UTC. `bucket` is the SHA-256, in hexadecimal,
-- of the limit's name and the key, so that neither addresses nor names lie here. `full_at` is when the bucket
-- will be full again; a row whose time has come says nothing more and may go.
CREATE TABLE host_rate_limits (
  bucket VARBINARY(64) NOT NULL PRIMARY KEY,
  full_at BIGINT NOT NULL
) ENGINE = InnoDB;

CREATE INDEX host_rate_limits_full ON host_rate_limits (full_at);
