-- Names and addresses are compared by their keys (NFKC, case-folded), which are VARBINARY: exact on every
-- server, whatever its collations. Times are microseconds since 1970, UTC. Secrets that travel (cookies,
-- links, recovery codes) are kept as SHA-256 in hexadecimal, TOTP secrets encrypted.

-- Once an account is deleted its row is gone; whoever needs to keep what it did keeps the bare id.
CREATE TABLE accounts_users (
  id                BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name              VARCHAR(80)    NOT NULL,
  name_key          VARBINARY(400) NOT NULL,
  email             VARCHAR(254)   NULL,
  email_key         VARBINARY(254) NULL,
  email_verified_at BIGINT         NULL,
  password_hash     VARBINARY(512) NOT NULL,
  full_name         VARCHAR(100)   NOT NULL DEFAULT '',
  phone             VARCHAR(32)    NOT NULL DEFAULT '',
  bio               VARCHAR(1000)  NOT NULL DEFAULT '',
  picture           VARBINARY(100) NOT NULL DEFAULT '',
  picture_small     VARBINARY(100) NOT NULL DEFAULT '',
  language          VARCHAR(2)     NOT NULL DEFAULT 'en',
  passkey_handle    VARBINARY(64)  NULL,
  created_at        BIGINT         NOT NULL,
  disabled_at       BIGINT         NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  UNIQUE KEY accounts_users_name_key (name_key),
  UNIQUE KEY accounts_users_email_key (email_key),
  UNIQUE KEY accounts_users_passkey_handle (passkey_handle)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE accounts_roles (
  user_id BIGINT        NOT NULL,
  role    VARBINARY(32) NOT NULL,
  PRIMARY KEY (user_id, role),
  KEY accounts_roles_role (role, user_id),
  CONSTRAINT accounts_roles_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Whoever takes a row of this table by an update is alone until he commits: the rule that the last admin
-- stays is checked under 'admins'.
CREATE TABLE accounts_guards (
  name    VARBINARY(32) NOT NULL PRIMARY KEY,
  version BIGINT        NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT INTO accounts_guards (name, version) VALUES ('admins', 0);

-- A browser that is signed in. `idle_until` moves with use, `expires_at` never.
CREATE TABLE accounts_sessions (
  id               BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_hash       VARBINARY(64) NOT NULL,
  user_id          BIGINT        NOT NULL,
  created_at       BIGINT        NOT NULL,
  last_seen_at     BIGINT        NOT NULL,
  idle_until       BIGINT        NOT NULL,
  expires_at       BIGINT        NOT NULL,
  authenticated_at BIGINT        NOT NULL,
  remembered       TINYINT       NOT NULL,
  second_factor    TINYINT       NOT NULL,
  address          VARBINARY(64) NOT NULL,
  agent            VARCHAR(300)  NOT NULL,
  draft            TEXT          NULL,
  UNIQUE KEY accounts_sessions_token (token_hash),
  KEY accounts_sessions_user (user_id, last_seen_at),
  KEY accounts_sessions_idle (idle_until),
  CONSTRAINT accounts_sessions_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Between two steps: a right password that waits for the second factor, a passkey's challenge, a wish for a link.
CREATE TABLE accounts_pending (
  token_hash VARBINARY(64)  NOT NULL PRIMARY KEY,
  purpose    VARBINARY(16)  NOT NULL,
  user_id    BIGINT         NULL,
  data       VARBINARY(2000) NOT NULL,
  expires_at BIGINT         NOT NULL,
  KEY accounts_pending_expires (expires_at),
  KEY accounts_pending_purpose (purpose, expires_at),
  KEY accounts_pending_user (user_id),
  CONSTRAINT accounts_pending_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Links that were mailed: bound to an address and a purpose, good once. An invitation has no user yet.
CREATE TABLE accounts_links (
  token_hash VARBINARY(64)  NOT NULL PRIMARY KEY,
  purpose    VARBINARY(16)  NOT NULL,
  user_id    BIGINT         NULL,
  email      VARCHAR(254)   NOT NULL,
  email_key  VARBINARY(254) NOT NULL,
  role       VARBINARY(32)  NOT NULL DEFAULT '',
  created_by BIGINT         NULL,
  created_at BIGINT         NOT NULL,
  expires_at BIGINT         NOT NULL,
  KEY accounts_links_user (user_id, purpose),
  KEY accounts_links_email (purpose, email_key),
  KEY accounts_links_expires (expires_at),
  CONSTRAINT accounts_links_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One row for each bearer token that was ever signed and has not expired: without a live row here it does not hold.
CREATE TABLE accounts_tokens (
  jti        VARBINARY(32) NOT NULL PRIMARY KEY,
  user_id    BIGINT        NOT NULL,
  issued_at  BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  revoked_at BIGINT        NULL,
  address    VARBINARY(64) NOT NULL,
  agent      VARCHAR(300)  NOT NULL,
  KEY accounts_tokens_user (user_id),
  KEY accounts_tokens_expires (expires_at),
  CONSTRAINT accounts_tokens_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- `confirmed_at` is NULL until the first code was given; `last_step` is the newest that was used.
CREATE TABLE accounts_totp (
  user_id      BIGINT         NOT NULL PRIMARY KEY,
  secret       VARBINARY(200) NOT NULL,
  created_at   BIGINT         NOT NULL,
  confirmed_at BIGINT         NULL,
  last_step    BIGINT         NOT NULL DEFAULT 0,
  CONSTRAINT accounts_totp_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE accounts_recovery_codes (
  user_id   BIGINT        NOT NULL,
  code_hash VARBINARY(64) NOT NULL,
  used_at   BIGINT        NULL,
  PRIMARY KEY (user_id, code_hash),
  CONSTRAINT accounts_recovery_codes_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- `credential_hash` is the SHA-256 of the credential's id, which may be long; public keys are COSE keys in
-- base64url. `backup_eligible`: it may be copied between devices; that never changes, and is checked at each sign-in.
CREATE TABLE accounts_passkeys (
  id              BIGINT          NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id         BIGINT          NOT NULL,
  credential_hash VARBINARY(64)   NOT NULL,
  credential_id   VARBINARY(1400) NOT NULL,
  public_key      VARBINARY(2000) NOT NULL,
  algorithm       INT             NOT NULL,
  sign_count      BIGINT          NOT NULL,
  backup_eligible TINYINT         NOT NULL,
  backed_up       TINYINT         NOT NULL,
  label           VARCHAR(60)     NOT NULL,
  created_at      BIGINT          NOT NULL,
  last_used_at    BIGINT          NULL,
  UNIQUE KEY accounts_passkeys_credential (credential_hash),
  KEY accounts_passkeys_user (user_id),
  CONSTRAINT accounts_passkeys_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What happened to an account, for its owner to read. `user_id` is NULL for a sign-in under a name that
-- nobody has. `by_id` is who did it, where it was not the owner. Rows are only ever added, and swept when old.
CREATE TABLE accounts_journal (
  id      BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT        NULL,
  at      BIGINT        NOT NULL,
  event   VARBINARY(32) NOT NULL,
  by_id   BIGINT        NULL,
  address VARBINARY(64) NOT NULL,
  agent   VARCHAR(300)  NOT NULL,
  KEY accounts_journal_user (user_id, id),
  KEY accounts_journal_at (at),
  CONSTRAINT accounts_journal_user FOREIGN KEY (user_id) REFERENCES accounts_users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
