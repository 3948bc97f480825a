-- Names and addresses are compared by their keys (NFKC, case-folded). Times are microseconds since 1970, UTC. Secrets that travel (cookies,
-- links, recovery codes) are kept as SHA-256 in hexadecimal, TOTP secrets encrypted.

-- Once an account is deleted its row is gone; whoever needs to keep what it did keeps the bare id.
CREATE TABLE accounts_users (
  id                INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name              TEXT    NOT NULL,
  name_key          TEXT    NOT NULL,
  email             TEXT    NULL,
  email_key         TEXT    NULL,
  email_verified_at INTEGER NULL,
  password_hash     TEXT    NOT NULL,
  full_name         TEXT    NOT NULL DEFAULT '',
  phone             TEXT    NOT NULL DEFAULT '',
  bio               TEXT    NOT NULL DEFAULT '',
  picture           TEXT    NOT NULL DEFAULT '',
  picture_small     TEXT    NOT NULL DEFAULT '',
  language          TEXT    NOT NULL DEFAULT 'en',
  passkey_handle    TEXT    NULL,
  created_at        INTEGER NOT NULL,
  disabled_at       INTEGER NULL,
  version           INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX accounts_users_name_key ON accounts_users (name_key);
CREATE UNIQUE INDEX accounts_users_email_key ON accounts_users (email_key);
CREATE UNIQUE INDEX accounts_users_passkey_handle ON accounts_users (passkey_handle);

CREATE TABLE accounts_roles (
  user_id           INTEGER NOT NULL,
  role              TEXT    NOT NULL,
  PRIMARY KEY (user_id, role),
  CONSTRAINT accounts_roles_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX accounts_roles_role ON accounts_roles (role, user_id);

-- Whoever takes a row of this table by an update is alone until he commits: the rule that the last admin
-- stays is checked under 'admins'.
CREATE TABLE accounts_guards (
  name              TEXT    NOT NULL PRIMARY KEY,
  version           INTEGER NOT NULL
) STRICT;

INSERT INTO accounts_guards (name, version) VALUES ('admins', 0);

-- A browser that is signed in. `idle_until` moves with use, `expires_at` never.
CREATE TABLE accounts_sessions (
  id                INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  token_hash        TEXT    NOT NULL,
  user_id           INTEGER NOT NULL,
  created_at        INTEGER NOT NULL,
  last_seen_at      INTEGER NOT NULL,
  idle_until        INTEGER NOT NULL,
  expires_at        INTEGER NOT NULL,
  authenticated_at  INTEGER NOT NULL,
  remembered        INTEGER NOT NULL,
  second_factor     INTEGER NOT NULL,
  address           TEXT    NOT NULL,
  agent             TEXT    NOT NULL,
  draft             TEXT    NULL,
  CONSTRAINT accounts_sessions_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX accounts_sessions_token ON accounts_sessions (token_hash);
CREATE INDEX accounts_sessions_user ON accounts_sessions (user_id, last_seen_at);
CREATE INDEX accounts_sessions_idle ON accounts_sessions (idle_until);

-- Between two steps: a right password that waits for the second factor, a passkey's challenge, a wish for a link.
CREATE TABLE accounts_pending (
  token_hash        TEXT    NOT NULL PRIMARY KEY,
  purpose           TEXT    NOT NULL,
  user_id           INTEGER NULL,
  data              TEXT    NOT NULL,
  expires_at        INTEGER NOT NULL,
  CONSTRAINT accounts_pending_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX accounts_pending_expires ON accounts_pending (expires_at);
CREATE INDEX accounts_pending_purpose ON accounts_pending (purpose, expires_at);
CREATE INDEX accounts_pending_user ON accounts_pending (user_id);

-- Links that were mailed: bound to an address and a purpose, good once. An invitation has no user yet.
CREATE TABLE accounts_links (
  token_hash        TEXT    NOT NULL PRIMARY KEY,
  purpose           TEXT    NOT NULL,
  user_id           INTEGER NULL,
  email             TEXT    NOT NULL,
  email_key         TEXT    NOT NULL,
  role              TEXT    NOT NULL DEFAULT '',
  created_by        INTEGER NULL,
  created_at        INTEGER NOT NULL,
  expires_at        INTEGER NOT NULL,
  CONSTRAINT accounts_links_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX accounts_links_user ON accounts_links (user_id, purpose);
CREATE INDEX accounts_links_email ON accounts_links (purpose, email_key);
CREATE INDEX accounts_links_expires ON accounts_links (expires_at);

-- One row for each bearer token that was ever signed and has not expired: without a live row here it does not hold.
CREATE TABLE accounts_tokens (
  jti               TEXT    NOT NULL PRIMARY KEY,
  user_id           INTEGER NOT NULL,
  issued_at         INTEGER NOT NULL,
  expires_at        INTEGER NOT NULL,
  revoked_at        INTEGER NULL,
  address           TEXT    NOT NULL,
  agent             TEXT    NOT NULL,
  CONSTRAINT accounts_tokens_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX accounts_tokens_user ON accounts_tokens (user_id);
CREATE INDEX accounts_tokens_expires ON accounts_tokens (expires_at);

-- `confirmed_at` is NULL until the first code was given; `last_step` is the newest that was used.
CREATE TABLE accounts_totp (
  user_id           INTEGER NOT NULL PRIMARY KEY,
  secret            TEXT    NOT NULL,
  created_at        INTEGER NOT NULL,
  confirmed_at      INTEGER NULL,
  last_step         INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT accounts_totp_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE accounts_recovery_codes (
  user_id           INTEGER NOT NULL,
  code_hash         TEXT    NOT NULL,
  used_at           INTEGER NULL,
  PRIMARY KEY (user_id, code_hash),
  CONSTRAINT accounts_recovery_codes_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;

-- `credential_hash` is the SHA-256 of the credential's id, which may be long; public keys are COSE keys in
-- base64url. `backup_eligible`: it may be copied between devices; that never changes, and is checked at each sign-in.
CREATE TABLE accounts_passkeys (
  id                INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  user_id           INTEGER NOT NULL,
  credential_hash   TEXT    NOT NULL,
  credential_id     TEXT    NOT NULL,
  public_key        TEXT    NOT NULL,
  algorithm         INTEGER NOT NULL,
  sign_count        INTEGER NOT NULL,
  backup_eligible   INTEGER NOT NULL,
  backed_up         INTEGER NOT NULL,
  label             TEXT    NOT NULL,
  created_at        INTEGER NOT NULL,
  last_used_at      INTEGER NULL,
  CONSTRAINT accounts_passkeys_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX accounts_passkeys_credential ON accounts_passkeys (credential_hash);
CREATE INDEX accounts_passkeys_user ON accounts_passkeys (user_id);

-- What happened to an account, for its owner to read. `user_id` is NULL for a sign-in under a name that
-- nobody has. `by_id` is who did it, where it was not the owner. Rows are only ever added, and swept when old.
CREATE TABLE accounts_journal (
  id                INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  user_id           INTEGER NULL,
  at                INTEGER NOT NULL,
  event             TEXT    NOT NULL,
  by_id             INTEGER NULL,
  address           TEXT    NOT NULL,
  agent             TEXT    NOT NULL,
  CONSTRAINT accounts_journal_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX accounts_journal_user ON accounts_journal (user_id, id);
CREATE INDEX accounts_journal_at ON accounts_journal (at);
