-- Files that were looked at and wait for their uploader's "import now". They go when it is done, or after an hour.
CREATE TABLE theatre_admin_imports (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL,
  resource TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  plan_hash TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX theatre_admin_imports_token ON theatre_admin_imports (token_hash);
CREATE INDEX theatre_admin_imports_user ON theatre_admin_imports (user_id, resource);
CREATE INDEX theatre_admin_imports_created ON theatre_admin_imports (created_at);
