-- Files that were looked at and wait for their uploader's "import now". They go when it is done, or after an hour.
CREATE TABLE theatre_admin_imports (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_hash VARBINARY(64) NOT NULL,
  resource VARBINARY(100) NOT NULL,
  user_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  plan_hash VARBINARY(64) NOT NULL,
  content MEDIUMTEXT NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
CREATE UNIQUE INDEX theatre_admin_imports_token ON theatre_admin_imports (token_hash);
CREATE INDEX theatre_admin_imports_user ON theatre_admin_imports (user_id, resource);
CREATE INDEX theatre_admin_imports_created ON theatre_admin_imports (created_at);
